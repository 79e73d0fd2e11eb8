// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// `README.txt` of a vault: what the folder is and how it opens without our program.
///
/// Names nothing of its owner. `Tests/EvidenceVaultTests/RescueTests` does what it says, line by line.
package enum ReadMe {
    /// The file's bytes, the same in every vault.
    package static let bytes = Bytes(text: text)

    private static let text = """
        This folder is locked. Nothing in it can be read without a passphrase, a
        recovery sheet, or the key of somebody who was given a way in.

        It is best opened with the program keepsake. It does not need it: every file
        whose name ends in .age is an ordinary file of the public format age
        (age-encryption.org), and the free program "age" opens it. Everything else in
        here is public and plain text.

        Change nothing in this folder. Work on a copy of it.


        What is where

          vault.json               which lock and which signature belong to this folder
          keys/passphrase.age      the key, locked with the passphrase
          keys/recovery.age        the key, locked with the recovery sheet (if any)
          journal/00000001.age     the record: one line of JSON for each event
          journal/00000001.commit  signed digests of those lines
          objects/ab/...           the files that were kept, each as it was, locked
          drafts/incident.age      something begun and not finished, locked (if any)
          lock                     empty or a number; means nothing


        To open it with age alone

        Do this in a terminal, in this folder, line by line. The key goes through a
        pipe and is not written anywhere; age asks for the passphrase.

        To read the first part of the record:

          age -d keys/passphrase.age | age -d -i - journal/00000001.age

        and so on for each number in journal. For all of them, asking only once (where
        the shell is sh, bash or zsh):

          KEY=$(age -d keys/passphrase.age)
          for f in journal/*.age; do
            printf '%s\\n' "$KEY" | age -d -i - "$f"
          done

        A line with "kind":"item.added" is a file or a note. In it, "name" is what it
        was called, "sha256" the digest of its contents, and "object" the name of the
        file in objects that holds it. To take one out, with its object in place of
        OBJECT, the first two characters of that in place of OB, and the file to write
        in place of NAME:

          age -d keys/passphrase.age | age -d -i - -o NAME objects/OB/OBJECT

        To see that it is right, compare this with "sha256" in the record:

          sha256sum NAME

        With the recovery sheet instead of the passphrase, use

          age -d -i - keys/recovery.age | age -d -i - journal/00000001.age

        and type the line of the sheet that begins with AGE-SECRET-KEY-1, press Enter,
        then Ctrl-D. What is typed shows on the screen. In the lines above, the part
        age -d -i - keys/recovery.age  takes the place of  age -d keys/passphrase.age


        To see that nothing was damaged, without any key

        Each object's name is the SHA-256 of the file itself:

          sha256sum objects/*/*

        and the second line of each .commit file is that of the segment beside it.

        """
}
