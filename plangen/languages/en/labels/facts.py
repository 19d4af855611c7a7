"""Words of the sheet that a researcher fills: the columns, what belongs into them, and how to go about it."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "facts_sheet": "Facts",
    "facts_guide": "Fill in the white columns only: find the original publication, compare value, period and "
    "definition, then write source, publication date and the day you checked, and set the status to verified. "
    "Where the "
    "publication says otherwise, say so in the note and leave the grey columns alone. Add and delete no rows or "
    "columns; save the file and send it back.",
    "fact_id": "ID",
    "fact_statement": "Statement",
    "fact_value": "Value",
    "fact_unit": "Unit",
    "fact_period": "Period",
    "fact_sections": "Used in",
    "fact_owner": "To be verified by",
    "fact_status": "Status",
    "fact_name": "Source",
    "fact_publisher": "Publisher",
    "fact_url": "Address",
    "fact_date": "Published",
    "fact_checked_on": "Checked on",
    "fact_note": "Note",
    "fact_status_guide": "Choose unverified or verified. Verified needs a source and the day it was checked.",
    "fact_name_guide": "The name of the report, bulletin or account.",
    "fact_publisher_guide": "The body that published it.",
    "fact_url_guide": "The whole address, beginning with http:// or https://; empty where there is none.",
    "fact_date_guide": "When the source was published: 2025-06-30, 2025-06, 2025Q2 or 2025.",
    "fact_checked_on_guide": "The day you compared it, such as 2025-11-25, not later than today.",
    "fact_note_guide": "Other definitions, why it could not be found, what to correct; one line.",
    "fact_choose": "Choose from the list",
    "fact_day_wrong": "Write a date such as 2025-11-25",
}
