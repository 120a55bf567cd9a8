"""Disagreements that citizens' records do not show by themselves, planted into the first day's batch."""

from __future__ import annotations

from sandbox.world import fields
from sandbox.world.employees import Batch
from sandbox.world.people import districts

OUTCOME = ["मेरा वेतन मामला {case} लंबित बताया जा रहा है।", "My pay case {case} is said to be pending."]
TURNED_AWAY = ["यह RTPS की सेवा है, RTPS काउंटर पर आवेदन करें", "Service under the RTPS Act: apply at the RTPS counter"]
RATION_CARD = ("ration card", "राशन कार्ड")


def plant(public: Batch, staff: Batch) -> None:
    """Plant into ``public``, the citizens' records of one lot; ``staff`` are the employees' records of the same lot."""
    _settled_pay_cases(public, staff)
    _disposed_too_early(public)
    _turned_away(public)
    _other_districts(public)


def _settled_pay_cases(public: Batch, staff: Batch) -> None:
    """A Jan Darbar matter that waits, about a pay case that is paid."""
    matters = public.rows[fields.MATTERS]
    paid = [row for row in staff.rows[fields.PAY_CASES] if row[7] == "PAID"]
    alone = {key for _, matter, dataset, key in public.links if dataset == fields.MATTERS and matter == key}
    taken = public.pinned.get(fields.MATTERS, set())
    waiting = [i for i, row in enumerate(matters) if row[15] != "DISPOSED" and row[0] in alone and i not in taken]
    for at, (i, case) in enumerate(zip(waiting[: max(2, len(matters) // 200)], paid, strict=False)):
        matters[i][11:14] = ["Other", OUTCOME[at % 2].format(case=case[0]), case[0]]
        public.pin(fields.MATTERS, i)
        public.discrepancies.append(
            ("pay_case_paid_but_pending", fields.MATTERS, matters[i][0], fields.PAY_CASES, case[0])
        )


def _disposed_too_early(public: Batch) -> None:
    """A Jan Darbar matter that is disposed of on the day of its last change, about an application that waits."""
    waiting = {row[1]: i for i, row in enumerate(public.rows[fields.RTPS]) if row[19] in ("I", "F")}
    about = {key: matter for _, matter, dataset, key in public.links if dataset == fields.MATTERS}
    matters, taken = public.rows[fields.MATTERS], public.pinned.get(fields.MATTERS, set())
    heard = [
        (i, waiting[about[row[0]]])
        for i, row in enumerate(matters)
        if row[15] in ("HEARD", "REPORT_AWAITED") and about[row[0]] in waiting and i not in taken
    ]
    for i, application in heard[: max(1, len(matters) // 250)]:
        row = matters[i]
        row[15:18] = ["DISPOSED", row[16] or row[18][:10], row[18][:10]]
        public.pin(fields.MATTERS, i)
        public.pin(fields.RTPS, application)
        key = str(public.rows[fields.RTPS][application][0])
        public.discrepancies.append(("disposed_in_darbar_but_pending", fields.MATTERS, row[0], fields.RTPS, key))


def _turned_away(public: Batch) -> None:
    """A ration-card grievance that was closed as a service under the RTPS Act."""
    about = {row[0]: row[15].lower() for row in public.rows[fields.GRIEVANCES]}
    ends = public.rows[fields.CLOSURES]
    concerned = [i for i, row in enumerate(ends) if any(word in about[row[0]] for word in RATION_CARD)]
    for at, i in enumerate(concerned[: max(1, len(concerned) // 8)]):
        ends[i][5] = TURNED_AWAY[at % 2]
        public.pin(fields.CLOSURES, i)
        grievance = next(j for j, row in enumerate(public.rows[fields.GRIEVANCES]) if row[0] == ends[i][0])
        public.pin(fields.GRIEVANCES, grievance)
        public.discrepancies.append(
            ("ration_card_turned_away", fields.CLOSURES, ends[i][0], fields.GRIEVANCES, ends[i][0])
        )


def _other_districts(public: Batch) -> None:
    """The same complaint under another district at the other door; its number is given, so nothing is guessed."""
    numbers = {row[0]: i for i, row in enumerate(public.rows[fields.GRIEVANCES])}
    matters = public.rows[fields.MATTERS]
    told = [i for i, row in enumerate(matters) if row[13] in numbers]
    for at, i in enumerate(told[: max(1, len(told) // 25)]):
        here = next(n for n, place in enumerate(districts()) if place.lgd == matters[i][8])
        place = districts()[(here + 1 + at) % len(districts())]
        matters[i][7:9] = [place.jandarbar, place.lgd]
        grievance = matters[i][13]
        public.pin(fields.MATTERS, i)
        public.pin(fields.GRIEVANCES, numbers[grievance])
        public.discrepancies.append(
            ("matter_district_differs", fields.MATTERS, matters[i][0], fields.GRIEVANCES, grievance)
        )
