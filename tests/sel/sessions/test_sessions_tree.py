"""The tree of a conversation, over random courses of it."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sessions_stage import turn

from sel.session_events import Role
from sel.sessions.tree import MOST_CHANGES, Node, Tree

texts = st.sampled_from(["a", "b", "c", ""])


def seen(tree: Tree) -> tuple[object, ...]:
    """What is on the screen, and all there is beside it."""
    return (tree.head, list(tree.nodes.values()), tree.views())


def described(tree: Tree) -> tuple[object, ...]:
    """That, and where each branch would lead."""
    return (*seen(tree), {id: tree.leaf(id) for id in tree.nodes})


class Courses(RuleBasedStateMachine):
    """What people do with a conversation, in any order."""

    @initialize()
    def begin(self) -> None:
        """An empty one."""
        self.tree = Tree()
        self.number = 0
        self.heads: list[str] = []
        self.followed = self.tree.nodes
        self.copy: dict[str, Node] = {}
        self.times = 0
        self.ever: set[str] = set()
        self.dropped: set[str] = set()

    def new(self, parent: str, said: str) -> Node:
        self.number += 1
        node = turn(f"t{self.number}", parent, said, f"reply {self.number}", at=self.number % 7)
        if not said:  # a greeting
            node = replace(node, messages=node.messages[1:])
        self.ever.add(node.id)
        return node

    def one(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(list(self.tree.nodes)))

    @rule(said=texts)
    def goes_on(self, said: str) -> None:
        """The next message."""
        node = self.new(self.tree.head, said)
        self.tree.add(node)
        assert self.tree.path()[-1] == node

    @precondition(lambda self: self.tree.nodes)
    @rule(data=st.data(), said=texts)
    def branches(self, data: st.DataObject, said: str) -> None:
        """Another wording, or another reply: beside what is there, and undoing shows that again."""
        old = self.tree.nodes[self.one(data)]
        before, head = self.tree.path(), self.tree.head
        node = self.new(old.parent, said)
        self.tree.nodes[node.id] = node
        self.tree.changing("branch", head=node.id)
        assert self.tree.path()[-1] == node
        assert old.id in self.tree.nodes
        assert self.tree.undo()
        assert (self.tree.path(), self.tree.head) == (before, head)
        assert self.tree.redo()
        assert self.tree.path()[-1] == node

    @precondition(lambda self: self.tree.nodes)
    @rule(data=st.data(), said=texts)
    def edits(self, data: st.DataObject, said: str) -> None:
        """Words in the place of others."""
        old = self.tree.nodes[self.one(data)]
        before = seen(self.tree)
        messages = turn("", "", said, at=len(self.ever) % 5).messages
        self.tree.changing("edit", replace(old, said=said, messages=messages))
        assert self.tree.undo()
        assert seen(self.tree) == before
        assert self.tree.redo()
        assert self.tree.nodes[old.id].said == said

    @precondition(lambda self: self.tree.nodes)
    @rule(data=st.data())
    def grows(self, data: st.DataObject) -> None:
        """A reply goes on, without a change to undo; undoing an older change does not lose it."""
        node = self.tree.nodes[self.one(data)]
        self.tree.put(replace(node, reply=node.reply + " more", messages=node.messages[:1]))

    @precondition(lambda self: self.tree.nodes)
    @rule(data=st.data(), here=st.booleans())
    def shows(self, data: st.DataObject, here: bool) -> None:
        """Another branch."""
        id = self.one(data)
        self.tree.show(id, here=here)
        assert id in [node.id for node in self.tree.path()]
        assert here == (self.tree.head == id) or not self.tree.children(id)

    @rule()
    def undoes(self) -> None:
        """All that is there is there again after it was made again."""
        before = seen(self.tree)
        if self.tree.undo():
            assert self.tree.redo()
            assert seen(self.tree) == before
            self.tree.undo()

    @rule()
    def redoes(self) -> None:
        """The other way round."""
        before = seen(self.tree)
        if self.tree.redo():
            assert self.tree.undo()
            assert seen(self.tree) == before
            self.tree.redo()

    @precondition(lambda self: self.tree.nodes)
    @rule(data=st.data())
    def drops(self, data: st.DataObject) -> None:
        """Turns go for good; all others stay, and are on some branch."""
        gone = data.draw(st.sets(st.sampled_from(list(self.tree.nodes)), min_size=1, max_size=3))
        self.tree.drop(gone)
        self.dropped |= gone
        assert not set(self.tree.holding(lambda node: node.id in gone))

    @precondition(lambda self: self.tree.nodes)
    @rule(data=st.data(), role=st.sampled_from(["person", "sel"]))
    def steps(self, data: st.DataObject, role: Role) -> None:
        """There and back again is where one was."""
        id = self.one(data)
        others = self.tree.alternatives(id, role)
        assert id in others
        assert len(set(others)) == len(others)
        assert self.tree.step(id, role, len(others)) is None
        for at, other in enumerate(others):
            assert self.tree.step(id, role, at - others.index(id)) == other

    @invariant()
    def counted(self) -> None:
        """What is counted along is what is there, and who follows the changes has all of them."""
        nodes = self.tree.nodes
        said = [one for node in nodes.values() for one in node.messages]
        assert nodes.messages == len(said)
        assert nodes.latest == max((one.at for one in said), default=-math.inf)
        assert nodes.greetings == {id for id, node in nodes.items() if not node.asked}
        if nodes is not self.followed:
            self.followed, self.copy, self.times = nodes, {}, 0
        for id in nodes.changed[self.times :]:
            self.copy[id] = nodes[id]
        self.times = len(nodes.changed)
        assert self.copy == nodes

    @invariant()
    def sound(self) -> None:
        """Nothing is lost, everything is reached, and it is the same after being kept."""
        tree = self.tree
        assert set(tree.nodes) == self.ever - self.dropped
        assert all(not node.parent or node.parent in tree.nodes for node in tree.nodes.values())
        assert tree.head in tree.nodes or not tree.head
        for id in tree.nodes:
            assert not tree.children(tree.leaf(id))
            assert tree.path(id)[0].parent == ""
        assert len(tree._done) <= MOST_CHANGES
        again = Tree.of(tree.nodes.values(), [tree.head], tree.choices())
        assert described(again) == described(tree)
        self.heads.append(tree.head)


Courses.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestCourses = Courses.TestCase


def test_heads_say_which_branch_was_shown() -> None:
    """A file holds where the conversation stood, one after the other: that is enough."""
    tree, heads = Tree(), []
    for id, parent in (("a", ""), ("b", "a"), ("c", "b"), ("b2", "a"), ("c2", "b2"), ("a2", "")):
        tree.add(turn(id, parent))
        heads.append(id)
    for id in ("b", "a2"):
        tree.show(id)
        heads.append(tree.head)
    again = Tree.of(tree.nodes.values(), heads)
    assert described(again) == described(tree)
    assert again.leaf("a") == "c"


def test_a_head_that_is_lost_is_the_end_of_what_is_there() -> None:
    """Not an empty screen."""
    tree = Tree.of([turn("a"), turn("b", "a")], ["gone"])
    assert [node.id for node in tree.path()] == ["a", "b"]


def test_undoing_keeps_what_came_since() -> None:
    """An edited reply that went on is there again after undoing and making the change again."""
    tree = Tree()
    tree.add(turn("a"))
    tree.changing("edit", replace(tree.nodes["a"], reply="other"))
    tree.put(replace(tree.nodes["a"], reply="other, and more"))
    tree.undo()
    assert tree.nodes["a"].reply == "answer to a"
    tree.redo()
    assert tree.nodes["a"].reply == "other, and more"


def test_only_so_many_changes_can_be_undone() -> None:
    """Older ones stay as they are."""
    tree = Tree()
    tree.add(turn("a"))
    for number in range(MOST_CHANGES + 5):
        tree.changing("edit", replace(tree.nodes["a"], reply=str(number)))
    while tree.undo():
        pass
    assert tree.nodes["a"].reply == "4"
    assert (tree.undoable, tree.redoable) == ("", "edit")


def test_dropping_a_turn_keeps_which_branches_were_shown_elsewhere() -> None:
    tree = Tree()
    for id, parent in (("a", ""), ("b", "a"), ("c", "a"), ("d", ""), ("e", "d")):
        tree.show(parent, here=True)
        tree.add(turn(id, parent))
    tree.show("b")
    tree.show("d")
    tree.drop(["e"])
    assert tree.head == "d"
    tree.show("a")
    assert tree.head == "b", "as it was shown last, not the newest"
