"""What signing means, role by role, in one sentence each; printed beside the field and kept in the signature."""

from readiness_app.domain.vocabulary import Role

_MEANING = {
    Role.REVIEWER: "I looked at what is said here, and it states what was found, what was not found and where we searched.",
    Role.SECURITY: "I judged the security items of this review and agree that the decision fits what they show.",
    Role.PRIVACY: "I judged the items on data and privacy and agree that the decision fits what they show.",
    Role.BUSINESS_OWNER: "I answer for this use of the model, and for meeting the conditions and accepted risks listed here.",
    Role.CHAIR: "The board saw this report and made the decision stated in it.",
    Role.EXECUTIVE_RISK_OWNER: "I carry the risks that remain open under this decision, on behalf of the organisation.",
}


def meaning_of_signing(role: Role) -> str:
    """The sentence that a person in this role puts their signature under."""
    return _MEANING[role]
