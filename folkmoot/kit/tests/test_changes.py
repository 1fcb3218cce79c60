"""What was changed shows word by word, and cannot smuggle anything in."""

from folkmoot.kit.changes import difference


def test_only_what_changed_is_marked():
    assert difference("Lunch on Tuesday", "Lunch on Friday") == "Lunch on <del>Tuesday</del><ins>Friday</ins>"


def test_everything_is_escaped():
    assert difference("<b>", "<i>") == "&lt;<del>b</del><ins>i</ins>&gt;"


def test_very_long_texts_are_replaced_as_a_whole():
    assert difference("a " * 5000, "b").startswith("<del>a a")


def test_the_same_is_the_same():
    assert difference("one two", "one two") == "one two"
