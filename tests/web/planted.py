"""Rows in quarantine beside the world's own: a district misspelt over hundreds of rows, and rows for single tests.

They are made from a record of the world and pass or fail the suite as any row does; the ledger's counts leave them out.
"""

from __future__ import annotations

MISSPELT, MEANT = "Muzzafarpore", 208
MANY = 300
SINGLES = 8
"""Rows of Patna that were closed before they were received."""
DATASET, BATCH = "cpgram.grievances", "cpgram.grievances/2026-11-21/001"


def plant() -> None:
    """Put the rows into quarantine."""
    from hub.contracts import contract
    from hub.database import engine
    from hub.quarantine import rows
    from hub.quarantine.recheck import check_again, edited
    from hub.store.failures import by_ordinal, with_values

    described = contract(DATASET)
    pattern = next(item for item in rows(DATASET) if item.reasons == ["type:category_code"])
    sound = {"category_code": "11578", "complainant_name": "Asha Kumari", "closed_at": None, "resolved_at": None}
    late = {"district_name": "Patna", "received_at": "2026-11-02T00:00:19Z", "closed_at": "2026-10-02T00:00:19Z"}
    changes = [sound | {"registration_no": f"GOVBH/E/2026/{7_000_000 + n}", "district_name": MISSPELT}
               for n in range(MANY)]  # fmt: skip
    changes += [sound | late | {"registration_no": f"GOVBH/E/2026/{8_000_000 + n}"} for n in range(SINGLES)]
    records = [edited(described, pattern.record, change) for change in changes]
    checked = check_again(described, BATCH, records)
    failures = by_ordinal(checked.failures, range(len(records)))
    places = checked.chunk.table.column("district_lgd").to_pylist()
    with engine().begin() as connection:
        import sqlalchemy as sa

        connection.execute(
            sa.text(
                "insert into hub.quarantine (dataset, batch_id, ordinal, key, record, failures, business_date, "
                "district_lgd) select :dataset, :batch, 900000 + n, v.key, cast(v.record as json), "
                "cast(v.failures as jsonb), '2026-11-21', v.place from unnest(cast(:keys as text[]), "
                "cast(:records as text[]), cast(:failures as text[]), cast(:places as bigint[])) "
                "with ordinality v (key, record, failures, place, n)"
            ),
            {
                "dataset": DATASET, "batch": BATCH, "keys": [change["registration_no"] for change in changes],
                "records": records, "places": places,
                "failures": [_json(with_values(described, record, failures[n])) for n, record in enumerate(records)],
            },
        )  # fmt: skip


def _json(failures: list[dict[str, str]]) -> str:
    import json

    return json.dumps(failures, ensure_ascii=False)
