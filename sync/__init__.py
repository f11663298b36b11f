r"""The ground floor: a log of signed entries that merges in any order, and its way between devices.

It knows keys, entries, logs and bundles; nothing of what the bodies mean. This page is the format.

**Entry.** The header is one line of JSON without spaces, always in this order; its id is the
SHA-256 of that line. `prev` is the id of the same device's entry before it (64 zeros for the
first), `clock` is one more than the largest clock seen. The body, one line of JSON, an object of at
most 65,535 bytes, lies apart with 16 random bytes of salt; `commitment` = SHA-256("academy-body/1"
‖ salt ‖ body). Dropping body and salt leaves a chain that still verifies and a header that says
nothing of anyone.

    seed        000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
    device      03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8
    words       iceberg paddle mean weaver quay donate
    salt        000102030405060708090a0b0c0d0e0f
    body        {"p":"0123456789abcdef0123456789abcdef"}
    commitment  5ad09c4b7759b4a24906e1d0824ddefeebf16d0324b99d37ea59a02f8478f459
    header      ["entry/1","03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",1,1,\
"thing.happened","5ad09c4b7759b4a24906e1d0824ddefeebf16d0324b99d37ea59a02f8478f459",\
"0000000000000000000000000000000000000000000000000000000000000000"]
    id          1829ff8e75308cd3ddcd1a7d5e3cd27fe538f583c29d8eb921dc4509b211cd42

**Signatures** are Ed25519 over "academy-signature/1 " ‖ role ‖ NUL ‖ data; the roles are head/1,
bundle/1, receipt/1, card/1, parts/1, part/1, ask/1 and answer/1. A head signs
`["head/1",device,seq,id]`, and through the chain everything before it:

    head        ac13b9342c84378d24f015341a34bc241d2e0b553acbe32793bd399c0ce24b58\
9c5ab2bd96fcaf80729263ff93733f41a14f9534890238bd7193be21c21e280e

**Words** are the top 66 bits of SHA-256("academy-words/1" ‖ device), eleven bits a word.

**Bundle** = SealedBox(recipient, manifest ‖ newline ‖ signature ‖ payload packed by zlib ‖ zeros).
The manifest is a line of JSON that names version, id, sender, recipient, sizes and the SHA-256 of
the packed payload. The payload (`payload.py`) holds what the sender has, a receipt, and runs of
entries with everything left out that the receiver derives; each run ends in a head its own device
signed. A bundle travels under 16 characters of SHA-256("academy-file/1" ‖ bytes).

**Receipt** = `["receipt/1",device,bundle,tips]`, signed by whoever now holds these tips durably.

**Letters** carry what is no entry, such as courses, between devices that trust each other: asked
and answered, sealed and signed (`letters`), in pieces that go on where a line was cut (`passing`).

**Erasure** is an entry `subject.erased` with the body `{"subject":"<32 hexadecimal>"}`. Once it is
carried out, every body that contains those characters is dropped, and never stored again, in
whatever order things come. Whether it is, the log's owner judges.

**What counts** (`counting`): the entries of accepted keys, until each was revoked, and the erasures
that were carried out. Everything else is kept, verified and passed on, but bare, and has no effect
until people decide. A device that has joined a central copy takes what that one counts.

**Fork**: two entries of one device in one place, after a restore or a clone. Both branches are kept
and passed on; the device is named by `Log.forked()`; the restored copy goes on under a new key.

What this answers, and where:

- A stick is found, copied or read on the way: sealed to one key, padded, neutral name (`bundle`).
- It is altered, cut, replayed or sent on to another: signature, recipient inside, derived ids;
  importing twice changes nothing, any failure imports nothing (`bundle`, `payload`, `replica`).
- People want to know what it would bring: it is imported, and that is undone (`looking`); of a
  stranger's nothing is read, and another stick than the one looked at isn't taken.
- It is made to exhaust memory: limits before unsealing, while unpacking, on every list (`bundle`).
- A stranger uploads: six words are compared before anything of its payload is read (`replica`);
  of a large bundle nothing is kept before a trusted device announced it (`parts`, `spool`).
- Strangers come in their thousands: the oldest who waits makes room, and whose words were typed in
  at central gets in whenever it asks (`peers`).
- What others wrote is no JSON, or a name that moves the cursor: one error, one harmless line
  (`strict`, `harmless`).
- A device speaks for another: each run needs that device's own signed head (`payload`).
- History is rewritten or back-dated: the chain, and receipts for it in other hands (`entries`).
- A clock is set to 2036, or poisoned: nobody follows a jump of more than 10⁶ (`log`).
- A body is guessed from its commitment: the salt (`entries`).
- An old bundle brings an erased person back: checked at every write (`merge`, `log`).
- A laptop is seized: it holds only chains that concern it, and of those readable bodies (`parcel`);
  of other devices it was never told (`replica`).
- An accepted device brings what others wrote, or a revoked one: aside until decided (`counting`).
- It erases what is no person, whom it has not met, or a room at once: likewise (`counting`).

It does not answer: an unlocked device, false facts typed by a trusted one, someone who withholds a
stick, or the fact that one was passed.
"""
