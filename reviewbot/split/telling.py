"""Whether a word tells what a change is about, so that a person believes it as the reason of a part."""

from __future__ import annotations

import re

LEAST_TELLING = 4  # letters
_COMPOUND = re.compile(rb"[a-z0-9][A-Z]|[A-Z]{2}[a-z]{2}|[A-Za-z]_[A-Za-z]")

# Words of every English text, and those that programs are written with in every language; in lower case.
_NOTHING = frozenset(
    b"""
    able about above according across actual actually after again against allow allowed allows almost along already
    also although always among another anything appear around available aware back because become been before begin
    being below best better between both bring came cannot case cases certain change changed changes come common
    consider contain contains could currently default defaults describe described different directly does doing done
    down during each either else enough ensure even ever every everything exactly example examples except exist
    exists explicit explicitly false find first following follows form found from full fully further general
    generally get gets getting give given gives goes going good great had handle have having help here hold holds how
    however important include included includes including indeed inside instead into itself just keep kept know known
    last later least leave left less like likely line lines list listed little long longer look looks made mainly
    make makes making many maybe mean means might more most much must name named names near need needed needs never
    newly next none note nothing number often once only onto opposed option optional other others otherwise our
    outside over own part particular perform place please possible previous previously provide provided provides put
    rather really received related require required requires result results right run running said same say says see
    seen set several shall should show shown side similar simple simply since small some something specific
    specified start started starts step steps still such support supported supports sure take taken takes tell than
    that the their them then there therefore these they thing things this those through thus time together told too
    toward true type types unless unlike until upon use used useful user uses using usually value values version very
    want way well were what when where whether which while whose why will with within without work works would write
    written year yes yet you your

    abstract alias array assert assert_eq asserts async auto await bool boolean break byte bytes call callable catch
    char class clone concat const constructor continue crate debugger declare defer defined delete deriving dict
    double elif elseif endif enum equal error errors exception expect explicit export extends extern field final
    finally float for foreach format friend func function functions generic global goto http https github
    implementation implements impl import imports index init inline input instance instanceof int integer interface
    internal isinstance iter iterable iterator keys lambda length literal local main mapping match method methods
    module mutable namespace native nonlocal null nullptr object operator output overload override package panic param
    parameter parameters params parse pass print private property protected protocol public raise raises range
    readonly record register reinterpret_cast require return returned returns self sequence setup short signed sizeof
    static static_cast str string strings struct super switch synchronized template test tests text then throw throws
    trait transient try tuple typedef typeof typename typing undefined union unsafe unsigned unwrap usize var variable
    vector virtual void volatile yield
    """.split()
)


def is_telling(word: bytes) -> bool:
    """A name that somebody made up, or a word with a meaning of its own."""
    plain = word.lower()
    return len(word) >= LEAST_TELLING and not word.startswith(b"__") and plain not in _NOTHING


def is_compound(word: bytes) -> bool:
    """Put together of several words, as only names are."""
    return _COMPOUND.search(word) is not None
