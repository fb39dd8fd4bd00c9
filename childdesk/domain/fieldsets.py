"""Which fields a desk shows: 基本 always, 扩展 when the county switches it on, 特别 with right and reason."""

from __future__ import annotations

from typing import Any

from childdesk.domain import catalogue
from childdesk.domain.agency import Agency
from childdesk.domain.child import Child
from childdesk.domain.directive import Directive
from childdesk.domain.facts import Absence, Category, Name, ParentState, PhoneRow, Residence
from childdesk.domain.grading import Grading
from childdesk.domain.handin import Form, HandIn, Version
from childdesk.domain.household import Household
from childdesk.domain.item import Attachment, Item
from childdesk.domain.kin import Father, Guardian, Mother
from childdesk.domain.mandatory import MandatoryReport, TemporaryCare
from childdesk.domain.observation import Assessment, Observation
from childdesk.domain.outgoing import Outgoing
from childdesk.domain.person import Person
from childdesk.domain.record import Field, Record
from childdesk.domain.referral import ConsentScan, Referral
from childdesk.domain.relief import Relief
from childdesk.domain.setting import Setting
from childdesk.domain.sweep import Sweep, SweepAnswer
from childdesk.domain.task import Task
from childdesk.domain.township import Collection, Handed, Typed, Village
from childdesk.domain.transfer import Transfer
from childdesk.domain.trip import Homecoming, Sheet, Stop, Trip
from childdesk.domain.visit import Visit

BASIC, EXTENDED, SPECIAL = "基本", "扩展", "特别"


def _of(record: type[Record], keys: str) -> list[Field[Any]]:
    fields = record.fields()
    return [fields[key] for key in keys.split()]


SETS: dict[str, list[Field[Any]]] = {
    BASIC: [
        *_of(
            Child,
            "unit household name former_name sex id_type id_number birth nation hukou_class "
            "hukou_kind hukou_address live_address village_group phone categories left_type "
            "care_reason guardianship last_contact risk focus health disability_type "
            "disability_level disability_certificate illness study_state schooling school grade "
            "school_class student_number boarding poverty relief bank_account amount registered_on "
            "exit_reason exit_on note was",
        ),
        *_of(Father, "child name id_number phone relation work_place health note was"),
        *_of(Mother, "child name id_number phone relation work_place health note was"),
        *_of(
            Guardian,
            "child name id_number phone relation work_place health note was kind agreement agreement_date",
        ),
        *_of(Household, "unit number head size village_group address note caution was"),
        *_of(
            Visit,
            "child date visit_type visitor nobody_home place asked_person asked_relation "
            "last_contact living family guardianship opinion study_state schooling advice focus "
            "findings next_step next_date attended trip was",
        ),
        *_of(Referral, "child date"),
        *_of(Person, "unit name role s3 active until phone"),
        *_of(Category, "child kind state begins ends basis confirmed_by source checked_on"),
        *_of(Absence, "child holder begins ends place cross_county source checked_on"),
        *_of(Residence, "child place begins ends source checked_on"),
        *_of(ParentState, "child holder checked_on"),
        *_of(PhoneRow, "child holder number whose state begins ends source checked_on"),
        *_of(Name, "child name kind begins ends source checked_on"),
        *_of(
            Relief, "child kind state begins ends amount cycle applied_on decided_on source checked_on note"
        ),
        *_of(
            Outgoing,
            "report as_of period level recipient purpose file digest children numbers phones "
            "sealed_values cleared_on",
        ),
        *_of(Form, "name asked_by heads workbook file scope"),
        *_of(
            HandIn,
            "title asked_by due hour cycle period form report scope state state_on zero note",
        ),
        *_of(
            Version,
            "handin number made_at as_of file digest content children given_at given_to receipt "
            "returned_on returned_words returned_rows scans",
        ),
        *_of(Attachment, "child about title digest size taken_on"),
        *_of(Item, "unit label_words options kept source"),
        *_of(Setting, "name value"),
        *_of(Directive, "unit name value"),
        *_of(Observation, "child"),
        *_of(Assessment, "child referral"),
        *_of(MandatoryReport, "unit child"),
        *_of(TemporaryCare, "unit child"),
        *_of(ConsentScan, "child referral digest size taken_on"),
        *_of(
            Agency,
            "unit name kind phone hours night_phone holiday_phone area person address checked_on note",
        ),
        *_of(
            Task,
            "unit child household title kind due state done_on reason put_off about key was "
            "listed answer answered",
        ),
        *_of(Village, "unit name former_names director phone merged_into ended_on note"),
        *_of(Collection, "unit title period due note closed_on"),
        *_of(Handed, "unit collection state state_on given_on children way file words chased"),
        *_of(Typed, "child done typed_on"),
        *_of(Transfer, "child target target_name reason state asked_on decided_on words"),
        *_of(Trip, "unit household date visitor second_visitor outcome present signed reason sheet"),
        *_of(Sheet, "unit code day household children version keyed_on"),
        *_of(Stop, "child day kind made_on reason"),
        *_of(Homecoming, "child holder begins ends papers source"),
        *_of(Sweep, "unit name asker due hour scope questions state told_on note"),
        *_of(SweepAnswer, "sweep child state way answers danger asked_on who note"),
        *_of(Grading, "child date risk before proposed method reasons confirmed_by scale score"),
    ],
    EXTENDED: [
        *_of(Child, "birth_certificate welfare_card family_type insurance income_source wish"),
        *_of(Father, "education live_together"),
        *_of(Mother, "education live_together"),
        *_of(Guardian, "education live_together"),
        *_of(Household, "poverty"),
        *_of(Visit, "asked_address evidence"),
        *_of(Absence, "visits_home"),
        *_of(Residence, "with_whom hukou_then"),
        *_of(PhoneRow, "best_hour"),
        *_of(Name, "why"),
        *_of(Relief, "way payee applicant given_by basis"),
    ],
    SPECIAL: [
        *_of(ConsentScan, "title"),
        *_of(Child, "was_sealed"),
        *_of(Father, "status was_sealed"),
        *_of(Mother, "status was_sealed"),
        *_of(Guardian, "status was_sealed"),
        *_of(Visit, "mind was_sealed"),
        *_of(
            Referral,
            "state urgency route from_person reason done_before danger consent consent_way "
            "consent_at consent_by child_wish receiver receiver_contact receiver_phone accepted_on "
            "answer answered_on follow_up next_date close_reason closed_on was "
            "written_at sent_at state_on consent_ground consent_proof prevention chased_on chases companion "
            "went_on medicine back_on look_1_on look_2_on look_3_on looks lead_unit help_kind measures "
            "help_on help_days second_look_on second_look reopened_why earlier",
        ),
        *_of(
            Observation,
            "date observer period form signs danger_signs protective examples lasting result next_date was",
        ),
        *_of(Assessment, "date tool assessor organisation level band score answers advice proof was"),
        *_of(
            MandatoryReport,
            "who written_at found_at found_place found_how situations facts injury suspect safe done "
            "present reporter police_at police_by ambulance_at supervisor_at supervisor_by civil_at "
            "civil_by school_at school_by written_on receipt receipt_on looked_on after closed_on "
            "close_reason was",
        ),
        *_of(
            TemporaryCare,
            "who begins_at why carer carer_phone place until supervisor_at civil_at told looked_on "
            "handed_on handed_to ended_on end_reason was",
        ),
        *_of(ParentState, "state begins ends proof source"),
        *_of(Grading, "answers"),
    ],
}
"""Set → its fields. Written out, so that a person puts every new field into one of them."""

_SET_OF = {catalogue.name_of(item): name for name, items in SETS.items() for item in items}


def set_of(name: str) -> str:
    """The set of a `record.key`; derived values are 基本. Raises KeyError for an unknown name."""
    return BASIC if name in catalogue.DERIVED else _SET_OF[name]
