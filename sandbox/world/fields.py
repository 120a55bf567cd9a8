"""The fields of each dataset: canonical name, name on the wire, and kind, in the contracts' order.

Kinds: ``s`` text, ``i`` integer, ``b`` boolean, ``n`` money (kept as paise), ``d`` date, ``t`` timestamp (as ISO text),
``x`` derived by the hub (never on the wire), ``p`` digest of a PDF. Kept apart from the contracts on purpose: a test
compares the two, so that neither can change alone. Systems that joined later stand in ``sandbox/world/systems/``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

RTPS = "rtps.applications"
SERVICES = "rtps.services"
GRIEVANCES = "cpgram.grievances"
CLOSURES = "cpgram.closures"
EMPLOYEES = "hrms.employees"
PAY_CASES = "hrms.pay_cases"
PAYROLL = "hrms.payroll"
PARS = "sparrow.pars"
MATTERS = "jandarbar.grievances"


def _table(text: str) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for line in text.strip().splitlines():
        name, kind, wire = line.strip().split(" ", 2)
        rows.append((name, "" if wire == "-" else wire, kind))
    return tuple(rows)


SPECS: dict[str, tuple[tuple[str, str, str], ...]] = {
    RTPS: _table(
        """appl_id i initiated_data.appl_info.appl_id
        appl_ref_no s initiated_data.appl_info.appl_ref_no
        base_service_id s initiated_data.appl_info.base_service_id
        service_name s initiated_data.appl_info.service_name
        department_name s initiated_data.appl_info.department_name
        submitted_at t initiated_data.appl_info.submission_date
        due_on d initiated_data.appl_info.due_date
        submission_location s initiated_data.appl_info.submission_location
        submission_mode s initiated_data.appl_info.submission_mode
        applicant_name s initiated_data.attribute_details.applicant_name
        father_name s initiated_data.attribute_details.father_name
        applicant_gender s initiated_data.attribute_details.applicant_gender
        mobile_number s initiated_data.attribute_details.mobile_number
        pin_code s initiated_data.attribute_details.pin_code
        district_census2011 s initiated_data.attribute_details.district_code
        district_lgd x -
        block_name s initiated_data.attribute_details.block_name
        amount n initiated_data.appl_info.amount
        version_no i initiated_data.appl_info.version_no
        appl_status s initiated_data.appl_info.appl_status
        current_task s execution_data[0].task_details.task_name
        current_action s execution_data[0].task_details.task_action
        current_received_at t execution_data[0].task_details.received_time
        current_executed_at t execution_data[0].task_details.executed_time
        last_updated_at t last_updated
        record_status s record_status"""
    ),
    SERVICES: _table(
        """service_id s service_id
        service_name s service_name
        service_name_hi s service_name_hi
        department_name s department_name
        office_level s office_level
        designated_officer s designated_officer
        time_limit_days i time_limit
        day_kind s day_kind"""
    ),
    GRIEVANCES: _table(
        """registration_no s registration_no
        category_code i CategoryV7
        diary_at t DiaryDate
        received_at t recvd_date
        closed_at t closing_date
        resolved_at t resolution_date
        user_code s UserCode
        org_code s org_code
        state_cpgrams s state
        district_name s dist_name
        district_lgd x -
        pin_code s pincode
        gender s sex
        complainant_name s Name
        mobile_number s MobileNumber
        subject s subject_content_text
        remarks s remarks_text
        v7_target s v7_target"""
    ),
    CLOSURES: _table(
        """registration_no s RegistrationNumber
        received_on d DateOfReceipt
        closed_on d DateOfAction
        current_status s CurrentStatus
        reason s Reason
        remark s Remark
        rating i Rating
        officer_designation s OfficerDesignation
        reply_document_sha256 p ReplyDocument"""
    ),
    EMPLOYEES: _table(
        """employee_id s EmployeeId
        name_en s NameEn
        name_hi s NameHi
        father_name s FatherName
        gender s Gender
        born_on d DateOfBirth
        mobile_number s MobileNo
        email s Email
        employee_group s EmployeeGroup
        service s Service
        designation s Designation
        department_name s Department
        office_name s Office
        ddo_code s DdoCode
        district_nic s DistrictCode
        district_lgd x -
        joined_on d DateOfJoining
        retires_on d DateOfRetirement
        employee_status s Status
        pay_level i PayLevel
        modified_at t ModifiedOn"""
    ),
    PAY_CASES: _table(
        """case_id s CaseId
        employee_id s EmployeeId
        ddo_code s DdoCode
        district_nic s DistrictCode
        district_lgd x -
        case_type s CaseType
        opened_on d OpenedOn
        stage s Stage
        stage_since d StageSince
        settled_on d SettledOn
        amount n Amount
        remarks s Remarks"""
    ),
    PAYROLL: _table(
        """employee_id s EMP_ID
        pay_month s PAY_MONTH
        ddo_code s DDO_CODE
        bill_no s BILL_NO
        pay_level i PAY_LEVEL
        basic_pay n BASIC
        gross_pay n GROSS
        deductions n DEDUCTIONS
        net_pay n NET
        bank_ifsc s IFSC
        paid_on d PAID_ON"""
    ),
    PARS: _table(
        """apar_id s PAR ID
        employee_code s Employee Code
        officer_name s Officer Name
        service s Service
        department_name s Department
        financial_year s Financial Year
        period_from d Period From
        period_to d Period To
        workflow_stage s Stage
        stage_since d Stage Since
        reporting_officer_code s Reporting Officer
        reviewing_officer_code s Reviewing Officer
        forwarded_by s Forwarded By
        ipr_filed_on d IPR Filed On
        closed_on d Closed On"""
    ),
    MATTERS: _table(
        """unique_no s UniqueNo
        registered_on d RegistrationDate
        darbar_on d DarbarDate
        complainant_name s ApplicantName
        father_name s FatherHusbandName
        gender s Gender
        mobile_number s MobileNo
        district_jandarbar s DistCode
        district_lgd x -
        block_name s BlockName
        department_name s Department
        category s Category
        subject s Subject
        related_reference_no s RelatedRefNo
        assisted_by s AssistedBy
        grievance_status s Status
        report_uploaded_on d ReportUploadedOn
        disposed_on d DisposedOn
        modified_at t ModifiedOn
        record_status s RecordStatus"""
    ),
}


def _joined() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(Path(__file__).parent.glob("systems/*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


JOINED = _joined()
"""What the systems that joined later say of each of their datasets."""
CORE = tuple(SPECS)
SPECS |= {dataset: _table(told["fields"]) for dataset, told in JOINED.items()}
DATASETS = tuple(SPECS)
CHANGE_TIME = {RTPS: "last_updated_at", MATTERS: "modified_at", EMPLOYEES: "modified_at"} | {
    dataset: told["change_time"] for dataset, told in JOINED.items()
}
CHANGES = frozenset({RTPS, CLOSURES, MATTERS, *JOINED})
TOMBSTONES = frozenset({RTPS, MATTERS, *(dataset for dataset, told in JOINED.items() if told["has_tombstones"])})
KEY_WIDTH = {dataset: 2 if dataset == PAYROLL else 1 for dataset in CORE} | {
    dataset: told["key_width"] for dataset, told in JOINED.items()
}
NAMES = {dataset: tuple(row[0] for row in rows) for dataset, rows in SPECS.items()}
AT = {dataset: {name: at for at, name in enumerate(names)} for dataset, names in NAMES.items()}
"""Place of each field in a record's list of values."""
