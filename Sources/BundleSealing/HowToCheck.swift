// SPDX-License-Identifier: Apache-2.0

/// The two `HOW-TO-CHECK.txt`: each check as a line of stock tools.
///
/// A line that begins with four spaces is a command, and nothing else does; a test runs them.
/// Nothing in either text depends on the bundle, so that neither can name anybody.
package enum HowToCheck {
    /// Outside, beside the encrypted file.
    package static let outer = """
        HOW TO CHECK THIS SEALED FILE WITHOUT KEEPSAKE

        You need: unzip, minisign, age, sha256sum. All are free and made by other
        people. Nothing here uses a network. Unpack the sealed file into a folder of
        its own, keep the file as it came, and type the lines below in that folder.

        1. WHO SEALED IT, AND IS IT WHOLE

            minisign -V -H -m evidence.zip.age -p sealer.pub

        "Signature and comment signature verified" means: the encrypted file is the
        one that was signed by the key in sealer.pub. It does not say whose key that
        is: sealer.pub came with the file and shows consistency only. If you were
        given the sealer's key in another way (in person, or over a telephone number
        that you knew before), use that key instead:  -P KEY  in place of
        -p sealer.pub.

        2. THE OTHER FILES BESIDE IT

            sha256sum HOW-TO-CHECK.txt START-HERE.html sealer.pub

        The three digests are the ones in the trusted comment that minisign printed.
        The time in it is the sealer's own clock.

        3. THE DIGEST OF THE SEALED FILE, for your notes

            sha256sum evidence.zip.age

        4. OPEN IT. From here on, what is inside lies unlocked on this computer.
        With your age identity in the file identity.txt:

            age -d -i identity.txt -o evidence.zip evidence.zip.age

        If it was sealed to a passphrase, age asks for it:

            age -d -o evidence.zip evidence.zip.age

        If age reports an error, do not use what it wrote.

        5. UNPACK IT, and go on with the file HOW-TO-CHECK.txt in the new folder

            unzip -q evidence.zip
            cat evidence/HOW-TO-CHECK.txt

        What these checks show: that nothing changed since it was sealed, and which
        key sealed it. They do not show who made the files, when they were first
        made, or whether what they show is true.

        """

    /// Inside, in the bag.
    package static let inner = """
        HOW TO CHECK THE BAG WITHOUT KEEPSAKE

        You need: sha256sum, bagit.py (or any BagIt 1.0 validator), minisign,
        openssl. Type the lines below in the folder that holds the folder
        "evidence" and the file sealer.pub.

        1. IS EVERY LISTED FILE HERE, UNCHANGED, AND NO OTHER

            bagit.py --validate evidence

        It notices files that were added in the folder data. Any file beside that
        folder must stand in tagmanifest-sha256.txt, but for that list itself and
        its signature. The same with nothing but sha256sum (it does not notice
        added files):

            (cd evidence && sha256sum --strict --quiet -c manifest-sha256.txt)
            (cd evidence && sha256sum --strict --quiet -c tagmanifest-sha256.txt)

        2. DID THE SEALER SIGN THIS LIST

            minisign -V -H -m evidence/tagmanifest-sha256.txt -p sealer.pub

        The tag manifest lists the digest of the payload manifest, which lists the
        digest of every exhibit; so this signature covers all of them.

        3. DID THE SAME KEY SIGN THE RECORD'S CHECKPOINT

        The record is a log of entries (RFC 6962). proof/checkpoint is a signed note
        (C2SP): its text up to the empty line, then the signature, of which the
        first four bytes are a label.

            sed '/^$/,$d' evidence/proof/checkpoint > note.txt
            sed '1,/^$/d' evidence/proof/checkpoint | head -n 1 > note.line
            cut -d ' ' -f 3 note.line | base64 -d | tail -c 64 > note.sig
            printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000' > note.der
            tail -n 1 sealer.pub | base64 -d | tail -c 32 >> note.der
            openssl pkeyutl -verify -pubin -keyform DER -inkey note.der -rawin -in note.txt -sigfile note.sig

        4. WHAT THE RECORD SAYS OF EACH EXHIBIT

        proof/sealing.json lists the exhibits: the number of the entry that records
        it, its mark, and where its file stands, if it has one:

            grep -o '{"entry":[^}]*}' evidence/proof/sealing.json

        Each file proof/entries/NUMBER.json holds the exact bytes of one entry, with
        the time at which it was written by the clock of the device that kept it. An
        exhibit is one of three things:

        - A file, in data/exhibits. Its entry holds its size, SHA-256 and true name.
        - An entry without a file: an incident that somebody wrote down, or an order.
          There is no folder of its mark in data/exhibits. The entry itself is the
          exhibit, and part 5 is how it is checked.
        - An extract: part of a longer conversation. Its original is withheld and
          stayed in the vault; its entry holds the SHA-256 of that original, which
          can be compared when the original is handed over, and not before.

        These two lines print the digest of each exhibit that is a file (nothing
        where none is), and of each entry its kind and the digests that it records:

            (cd evidence && find data -path 'data/exhibits/*' -type f -exec sha256sum {} +)
            for f in evidence/proof/entries/*.json; do echo "$f"; grep -o '"kind":"[a-z.]*"\\|"sha256":"[0-9a-f]*"' "$f"; done

        Where proof/sealing.json says "extract" of an exhibit, its original was
        withheld: the recorded digest is the original's, to compare with when it is
        handed over. The digests of the extract's own files stand beside it, in
        proof/sealing.json, and lines 1 and 2 check them.

        5. IS EACH ENTRY IN THE RECORD

        The leaf hash of an entry is the SHA-256 of a zero byte and the entry:

            for f in evidence/proof/entries/*.json; do (printf '\\000'; cat "$f") | sha256sum; done

        proof/entries/NUMBER.tlog-proof holds the path from it to the root hash in
        proof/checkpoint (C2SP tlog-proof). No stock command follows that path; any
        program that reads tlog-proof files does, and RFC 9162 section 2.1.3.2 says
        how in half a page.

        Where there is a file proof/earlier/SIZE.consistency, it holds the path from
        the checkpoint of an earlier sealed file for the same people, with SIZE
        entries, to this one; RFC 9162 section 2.1.4.2 says how it is followed.

        6. WHAT WAS DERIVED

        The files in data/readable and data/report, if there are any, were made from
        the exhibits and their entries by the program that sealed them: copies that a
        plain computer can show, texts, lists, a report. Parts 1 and 2 cover them like
        every other file. They are there for reading, and prove nothing by themselves:
        where one differs from an exhibit or its entry, the exhibit and its entry are
        what was recorded. To list them:

            (cd evidence && find data -type f ! -path 'data/exhibits/*')

        What these checks show: that nothing changed since it was recorded and
        sealed by the holder of one key. They do not show that the key's holder
        recorded everything, or that what was recorded is true.

        """
}
