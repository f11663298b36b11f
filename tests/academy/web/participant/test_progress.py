"""The course to go on with: one that was begun, else the first that isn't read."""

import random

from academy.web.participant.reading.progress import next_up, shelf


def test_it_is_the_one_that_a_look_at_the_whole_shelf_would_find(house):
    library = house.library
    lessons = [(course.id, one.slug) for course in library.courses for one in course.lessons]
    by_course = {id: {one for one in lessons if one[0] == id} for id, _slug in lessons}
    drawn = random.Random(1)
    for case in range(60):
        done = set(drawn.sample(lessons, drawn.choice((0, 1, 3, len(lessons)))))
        for id in drawn.sample(sorted(by_course), case % 4):  # some are read to their end
            done |= by_course[id]
        first = drawn.sample(sorted(by_course), case % 3)
        unread = [one for one in shelf(library, _as_written, done, first) if one.following]
        begun = [one for one in unread if one.read]
        wanted = (begun or unread or [None])[0]
        assert next_up(library, _as_written, done, first) == wanted


def _as_written(course):
    return course
