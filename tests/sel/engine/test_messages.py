"""Re-arranging roles loses no text and leaves only the roles a template allows."""

from functools import partial
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sel.engine.messages import join_same_role, merge_all_system, merge_late_system
from sel.engine.types import Message

S = partial(Message, "system")
U = partial(Message, "user")
A = partial(Message, "assistant")

conversations = st.lists(
    st.builds(
        Message, st.sampled_from(["system", "user", "assistant"]), st.text("abc ", max_size=5)
    ),
    max_size=12,
)


def squeezed(messages: tuple[Message, ...] | list[Message]) -> str:
    return "".join(m.content for m in messages).replace("\n", "")


def test_a_late_system_message_joins_the_next_user_message() -> None:
    got = merge_late_system([S("persona"), U("hi"), A("hello"), S("mood"), U("how are you")])
    assert got == (S("persona"), U("hi"), A("hello"), U("mood\n\nhow are you"))


def test_without_a_user_message_after_it_the_one_before_is_used() -> None:
    assert merge_late_system([S("p"), U("hi"), S("mood"), A("par")]) == (
        S("p"),
        U("hi\n\nmood"),
        A("par"),
    )
    assert merge_late_system([S("p"), A("x"), S("mood")]) == (S("p"), A("x"), U("mood"))


def test_system_messages_at_the_beginning_become_one() -> None:
    assert merge_late_system([S("a"), S("b"), U("c")]) == (S("a\n\nb"), U("c"))


def test_no_system_message_at_all() -> None:
    assert merge_all_system([S("p"), U("hi"), A("yes")]) == (U("p\n\nhi"), A("yes"))
    assert merge_all_system([]) == ()


@given(conversations)
def test_only_the_first_may_be_system_and_no_text_is_lost(messages: list[Message]) -> None:
    got = merge_late_system(messages)
    assert all(m.role != "system" for m in got[1:])
    assert sorted(squeezed(got)) == sorted(squeezed(messages))
    assert merge_late_system(got) == got


@given(conversations)
def test_no_system_left_and_roles_alternate(messages: list[Message]) -> None:
    got = join_same_role(merge_all_system(messages))
    assert all(m.role != "system" for m in got)
    assert all(a.role != b.role for a, b in pairwise(got))
    assert squeezed(got) == squeezed(messages)
