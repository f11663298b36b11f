"""What a participant does with a course: finishing a lesson, answering its quiz."""

from academy import events, rules
from academy.actions.common import minute, need_person, place
from academy.errors import AcademyError
from academy.projections import Tables, learning
from academy.store import Store


def finish_lesson(store: Store, *, workshop: str, person: str, course: str, lesson: str) -> None:
    """Remember that a person is done with a lesson. Twice is once."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        known = need_person(tables, person, workshop)
        if (course, lesson) in learning.finished(tables, person):
            return []
        own, there = place(known, workshop)
        return [
            events.LessonFinished(workshop=there, person=own, course=course, lesson=lesson, at=at)
        ]

    store.record(decide)


def answer_quiz(
    store: Store,
    *,
    workshop: str,
    person: str,
    course: str,
    lesson: str,
    attempt: str,
    correct: int,
    of: int,
) -> None:
    """Remember one try at a quiz. `attempt` is the page's own id: sent twice, it counts once."""
    at = minute(store)
    if not 0 <= correct <= of <= rules.MOST_SCORED:
        raise AcademyError("score_wrong", correct=correct, of=of)

    def decide(tables: Tables) -> list[events.Event]:
        known = need_person(tables, person, workshop)
        if learning.has_tried(tables, person, attempt):
            return []
        own, there = place(known, workshop)
        return [
            events.QuizAnswered(
                workshop=there,
                person=own,
                course=course,
                lesson=lesson,
                attempt=attempt,
                correct=correct,
                of=of,
                at=at,
            )
        ]

    store.record(decide)
