"""The gate review: everything that follows from one submission."""

from __future__ import annotations

from collections.abc import Mapping

from .assessment import ReadableAssessment, TemplateRef
from .causes import diagnose
from .checklist import checklist_of
from .completeness import completeness
from .contradictions import find_contradictions
from .costs import costs_of
from .decision import decide
from .roadmap import schedule_roadmap
from .scorecard import scorecard_of
from .submission import ComponentResponse, Submission
from .template import Template
from .validity import valid_committee, valid_engagement, valid_recorded, valid_status


def assess(template: Template, submission: Submission) -> ReadableAssessment:
    """Assess a submission; whatever is blank or invalid leaves a gap, never an exception.

    File, digests, outcome, language and findings are the caller's to fill in.
    """
    engagement = valid_engagement(template, submission.engagement)
    scorecard = scorecard_of(template, submission.ratings)
    checklist = checklist_of(template, submission.items, engagement.assessment_date)
    gate = decide(template, scorecard, checklist, submission.questions)
    causes = diagnose(
        template, scorecard.ratings, checklist.statuses, submission.questions, checklist.lacking_evidence
    )
    return ReadableAssessment(
        template=TemplateRef(template.id, template.version),
        completeness=completeness(template, submission),
        engagement=engagement,
        scorecard=scorecard,
        checklist=checklist,
        must_meets=gate.must_meets,
        decision=gate.decision,
        reasons=gate.reasons,
        next_step=gate.next_step,
        costs=costs_of(template, engagement, submission.costs, submission.recorded, submission.start_date),
        causes=causes,
        roadmap=schedule_roadmap(template, submission.start_date, submission.phases, submission.goals),
        operations=_operations(template, submission.operations),
        committee=valid_committee(submission.committee),
        recorded=valid_recorded(template, submission.recorded),
        contradictions=find_contradictions(template, submission, gate.decision),
    )


def _operations(
    template: Template, responses: Mapping[str, ComponentResponse]
) -> dict[str, ComponentResponse]:
    """Return every component; a blank status reads as not started."""
    return {id_: _component(responses.get(id_, ComponentResponse())) for id_ in template.components}


def _component(response: ComponentResponse) -> ComponentResponse:
    return ComponentResponse(
        response.owner, response.procedure, response.trigger, valid_status(response.status)
    )
