r"""A newer program on its way: one signed file, taken beside what runs, tried, used, undone.

    head line ‖ "\n" ‖ signature (64 bytes) ‖ index ‖ the files, each packed by zlib

    head     {"program":1,"from":<key>,"version":"0.2.0","released":"2027-01-05T09:00",
              "form":<of the stored log>,"index":<bytes>,"sha256":<of the index>}
    index    [["academy/__init__.py",<bytes>,<bytes packed>,<sha256>], …]

It travels as <16 hexadecimal>.program, a name that says nothing of version or network. No archive
format: one list of names, each once, in one place; no links, no rights. The signature covers the
head, the head the list, the list every byte. It isn't sealed: the program is for everybody. What
lies in it is the folders `academy`, `courses`, `sync`, `translations`, the few files beside them
(start.py, the lock, licence, papers) and, if whoever made it put them in, the wheels that its lock
names for one kind of machine, so that a laptop without internet gets new libraries too.

**Who signs.** A *release key*: it lies in a folder of its own, sealed by a passphrase
(`academy program key`), never in the store and never in the source. The keys of this program's
makers are pinned in `makers.MAKERS`, which is empty until they publish one. A network that makes
programs for itself has its own: somebody at the desk types the six words that the maker reads out,
and this copy knows the key from then on (in its encrypted store), until it is forgotten there.
The words of a stranger's key are never shown, so nobody compares a page with itself. A device's key
signs no program: whoever is trusted with a course or a log isn't thereby trusted with everything.

**Newer.** Version and moment of release are both greater than those of whatever was used here
before, also of what was taken back: an older file, the same one, or one that is sent again changes
nothing. No clock of this laptop is asked.

**Where it lies.** Below the program's first folder, which is never written over:

    .updates/state.json           which is used, which was before, which is ready (one rename)
    .updates/0.2.0-0123456789ab/  a program, whole
    .updates/0.2.0-….signed       its head, signature and list, to look at it again

start.py reads `use`, and `over`, the SHA-256 of the first program's `academy/__init__.py`: whoever
replaces that one by hand has decided, and what was brought before is no longer used. A power cut
leaves the old state or the new one. The first program and its libraries always stay, and
`python3 start.py program back` needs nothing else. Where something else starts the academy (a
folder with its own Python, a service), `academy/__main__.py` reads the same two values and hands
over, as long as both need the same libraries.

**Tried.** Before it may be used, the new program starts in a process of its own, with a store that
was made for this alone and nothing of anyone: see `trying`. What it writes in another form than
this one can read is told before, by `form`; then a backup is the way back.

makers     whose signature is enough here
carried    the file: made, looked at, unpacked
names      which names a program has
places     where programs lie, which is used
taking     looked at, taken, used, taken back
trying     that it works here
releasing  making one: a release key, the files
"""

from typing import TYPE_CHECKING

from academy.late import late

if TYPE_CHECKING:
    from academy.updates.carried import Head
    from academy.updates.taking import Offer, look, take, take_back, use
    from academy.updates.trying import attempt

__getattr__ = late(
    __name__,
    {"Head": "carried", **dict.fromkeys(("Offer", "look", "take", "take_back", "use"), "taking"),
     "attempt": "trying"},
)  # fmt: skip

__all__ = ["Head", "Offer", "attempt", "look", "take", "take_back", "use"]
