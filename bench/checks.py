"""What checking costs: the hub's engine against the same rules by hand and against Great Expectations itself.

``python -m bench.checks [--rows 1000000] [--stock-rows 200000]`` prints CPU seconds (all threads of the process) and
the ratios to the floor, from one run on one machine.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.checks_data import DATASET, SERVICES, chunks
from hub.checks.checker import CheckContext, Checker
from hub.checks.engine import stock
from hub.checks.engine.columns import Columns
from hub.checks.engine.plan import compile_suite, day_parameters
from hub.checks.suite import load_suite
from hub.contracts import Window, contract
from hub.landing.chunk import ARROW_TYPES, ORDINAL, Chunk

DAY = date(2026, 11, 20)
END_OF_DAY = datetime(2026, 11, 20, 23, 59, 59, 999999)  # noqa: DTZ001
NOT_NULL = (
    "appl_id", "appl_ref_no", "base_service_id", "service_name", "submitted_at", "submission_mode", "applicant_name",
    "district_census2011", "district_lgd", "version_no", "appl_status", "last_updated_at",
)  # fmt: skip


def reference(dataset: str, field: str) -> pa.Array:
    """The services that the rows refer to."""
    return SERVICES


def by_hand(table: pa.Table) -> dict[str, np.ndarray]:
    """The suite's row rules as one would write them with pyarrow for this one dataset: failed rows by rule."""
    c = {name: table.column(name).combine_chunks() for name in table.column_names}
    masks = {f"{name}.not_null": c[name].is_null() for name in NOT_NULL if c[name].null_count}
    masks["appl_ref_no.pattern"] = pc.invert(
        pc.match_substring_regex(c["appl_ref_no"], r"^[A-Z]{5}/20[0-9]{2}/[0-9]{4,9}$")
    )
    masks["mobile_number.pattern"] = pc.invert(pc.match_substring_regex(c["mobile_number"], r"^[6-9][0-9]{9}$"))
    masks["pin_code.pattern"] = pc.invert(pc.match_substring_regex(c["pin_code"], r"^8[0-9]{5}$"))
    sets = {
        "base_service_id.known": SERVICES, "submission_mode.in_set": ["online", "kiosk"],
        "applicant_gender.in_set": ["Male", "Female", "Transgender"], "appl_status.in_set": ["I", "F", "D", "R"],
    }  # fmt: skip
    for rule, members in sets.items():
        masks[rule] = pc.invert(pc.is_in(c[rule.split(".")[0]], value_set=pa.array(members)))
    masks["submitted_at.not_in_future"] = pc.greater(c["submitted_at"], pa.scalar(END_OF_DAY))
    masks["due_on.not_before_submission"] = pc.less(c["due_on"], c["submitted_at"].cast(pa.date32(), safe=False))
    masks["amount.range"] = pc.less(c["amount"], pa.scalar(0, pa.decimal128(18, 2)))
    masks["current_executed_at.not_before_received"] = pc.less(c["current_executed_at"], c["current_received_at"])
    return {rule: c[ORDINAL].to_numpy()[pc.indices_nonzero(mask).to_numpy()] for rule, mask in masks.items()}


def keys_by_hand(table: pa.Table) -> tuple[int, int]:
    """Rows that share their key, and different contents among them, of a batch held in memory whole."""
    ids = table.column("appl_id").combine_chunks().to_numpy()
    ordered = np.sort(ids)
    shared = table.filter(pa.array(np.isin(ids, ordered[1:][ordered[1:] == ordered[:-1]])))
    content = shared.drop_columns([ORDINAL])
    return shared.num_rows, content.group_by(content.column_names).aggregate([]).num_rows


def measured(work: Callable[[], Any], repeat: int = 3) -> tuple[float, Any]:
    """Least CPU seconds of ``repeat`` runs, and what the last returned."""
    spent, result = [], None
    for _ in range(repeat):
        before = time.process_time()
        result = work()
        spent.append(time.process_time() - before)
    return min(spent), result


def compare(rows: int, chunk_rows: int, stock_rows: int) -> dict[str, Any]:
    """CPU seconds of each way and what they found; raises ``AssertionError`` where two ways disagree on a row."""
    dataset = contract(DATASET)
    suite = load_suite(dataset)
    batch = list(chunks(rows, chunk_rows))
    types = {field.name: ARROW_TYPES[field.type] for field in dataset.fields}
    rules = compile_suite(suite, types, day_parameters(DAY), reference)

    def floor() -> list[dict[str, np.ndarray]]:
        return [by_hand(chunk.table) for chunk in batch]

    def engine() -> list[dict[str, np.ndarray]]:
        return [_evaluated(chunk) for chunk in batch]

    def _evaluated(chunk: Chunk) -> dict[str, np.ndarray]:
        columns = Columns(chunk.table)
        ordinals = columns[ORDINAL].to_numpy()
        return {rule.expectation.id: ordinals[rule.rows(columns)] for rule in rules}

    def checker() -> Any:
        window = Window(DATASET, DAY, None, DAY)
        check = Checker(dataset, suite, CheckContext(window, control_total=rows, reference=reference))
        for chunk in batch:
            check.check(chunk)
        return check.finish()

    by_floor, told_floor = measured(floor)
    by_engine, told_engine = measured(engine)
    for ours, theirs in zip(told_engine, told_floor, strict=True):
        assert {rule: rows.tolist() for rule, rows in ours.items() if len(rows)} == {
            rule: rows.tolist() for rule, rows in theirs.items() if len(rows)
        }
    whole = pa.concat_tables(chunk.table for chunk in batch)
    with_keys = by_floor + measured(lambda: keys_by_hand(whole))[0]
    by_checker, report = measured(checker)
    figures: dict[str, Any] = {
        "rows": rows, "floor": by_floor, "engine": by_engine, "floor_with_keys": with_keys, "checker": by_checker,
        "rules": len(rules), "failures": sum(report.failed_by_expectation.values()), "repeated": len(report.repeated),
    }  # fmt: skip
    if stock_rows:
        some = pa.concat_tables(chunk.table for chunk in _first(batch, stock_rows)).combine_chunks()
        gx = [rule.gx for rule in rules]
        spent, told = measured(lambda: stock.unexpected_rows(some, gx, day_parameters(DAY), reference), 1)
        ours = {rule.expectation.id: rule.rows(Columns(some)).tolist() for rule in rules}
        assert told == ours, "the engine and Great Expectations disagree"
        figures |= {"stock": spent, "stock_rows": some.num_rows}
    return figures


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--chunk-rows", type=int, default=50_000)
    parser.add_argument("--stock-rows", type=int, default=200_000)
    options = parser.parse_args()
    found = compare(options.rows, options.chunk_rows, options.stock_rows)
    lines = [
        ("row rules by hand (pyarrow)", "floor", "floor"),
        ("row rules, the hub's engine", "engine", "floor"),
        ("row rules and keys by hand, batch in memory", "floor_with_keys", "floor_with_keys"),
        ("whole Checker, streaming: keys, verdicts, results", "checker", "floor_with_keys"),
    ]
    if "stock" in found:
        lines.append(("Great Expectations on pandas, COMPLETE", "stock", "floor"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{found['rules']} row expectations, {found['failures']:,} failures, {found['repeated']:,} repeated; {peak} MiB"
    )
    for name, key, floor in lines:
        rows = found["stock_rows"] if key == "stock" else options.rows
        per_million = found[key] * 1e6 / rows
        ratio = per_million / (found[floor] * 1e6 / options.rows)
        print(f"{name:50} {rows:>10,} rows {found[key]:7.2f} CPU s {per_million:7.2f} per million {ratio:7.2f} x floor")


def _first(batch: list[Chunk], rows: int) -> Iterator[Chunk]:
    for chunk in batch:
        if rows <= 0:
            return
        yield chunk
        rows -= chunk.rows


if __name__ == "__main__":
    main()
