// SPDX-License-Identifier: Apache-2.0

/// `START-HERE.html`: what a sealed file is and how to check it, for whoever opens the ZIP.
///
/// One page without scripts, images or addresses; it reads on a telephone and in print, and the
/// same page goes into every bundle, so that it can name nobody.
package enum StartHere {
    /// The file's text.
    package static let page = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>A sealed file</title>
        <style>
        body { font: 1.05rem/1.55 sans-serif; max-width: 42rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; background: #fff; }
        h1 { font-size: 1.5rem; line-height: 1.25; }
        h2 { font-size: 1.15rem; margin-top: 2rem; }
        code, pre { font: 0.95rem/1.45 monospace; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; border-left: 3px solid #767676; padding-left: 0.8rem; }
        li { margin: 0.4rem 0; }
        @media print { body { margin: 0; max-width: none; } }
        </style>
        </head>
        <body>
        <h1>This is a sealed file of evidence</h1>
        <p>Somebody sealed it for you. What is inside is locked, and can be opened only with the
        key or the passphrase that it was sealed to. This page does not open or check anything. It
        says what to do, and it connects to nothing.</p>

        <h2>First</h2>
        <ol>
        <li>Keep the ZIP file exactly as it came. Do not unpack it over itself, rename what is in
        it, or pack it again.</li>
        <li>Work on a copy. To pass it on, pass on the ZIP file itself, whole.</li>
        <li>If it was not meant for you, tell the person who sent it. You cannot see what is
        inside, and neither can anyone else without the key.</li>
        </ol>

        <h2>What is in the ZIP file</h2>
        <ul>
        <li><code>evidence.zip.age</code>: the evidence, locked.</li>
        <li><code>evidence.zip.age.minisig</code>: the sealer's signature. It shows whether
        anything changed.</li>
        <li><code>sealer.pub</code>: the sealer's public key. It came with the file, so it shows
        only that the parts fit together, unless you were given the same key in another way.</li>
        <li><code>HOW-TO-CHECK.txt</code>: each check as a line to type, with tools that other
        people made.</li>
        </ul>
        <p>Once it is opened there is a folder <code>evidence</code>. In it,
        <code>data/exhibits</code> holds the files that were kept, each in a folder with its mark.
        An exhibit can also be an entry without a file (an incident that was written down, an
        order), which stands in <code>proof/entries</code>, or an extract of a longer conversation
        whose original is withheld. What is in <code>data/readable</code> and
        <code>data/report</code>, if it is there, was made from these for reading; the report, if
        there is one, is <code>data/report/report.html</code>.</p>

        <h2>Check it with one command</h2>
        <p>If you have the program <code>keepsake-check</code>, with your key in the file
        <code>officer.key</code>:</p>
        <pre>keepsake-check FILE.zip --identity officer.key --sealed-by KEY</pre>
        <p>Leave out <code>--identity</code> and it asks for a passphrase, if the file was sealed
        to one. <code>KEY</code> is the sealer's public key or its twelve words, as you were given
        them in person or over a telephone number that you knew before. Do not take them from this
        file, or from the message that it came with. The first line that is printed is one of:</p>
        <ul>
        <li><strong>VERIFIED</strong>: unchanged since sealed by the key you named.</li>
        <li><strong>UNCHANGED, SEALER NOT ESTABLISHED</strong>: unchanged, but nothing yet shows
        whose key sealed it. Ask for the key by a route you trust.</li>
        <li><strong>NOT VERIFIED</strong>: something was changed or is missing. Keep this copy as
        it is, do not rely on it, and ask for the file again.</li>
        <li><strong>COULD NOT CHECK</strong>: nothing can be said. It may have been cut short, be
        made by a newer version, or be sealed to other people.</li>
        </ul>

        <h2>Check it without our program</h2>
        <p>Open <code>HOW-TO-CHECK.txt</code> and type its lines. They use <code>unzip</code>,
        <code>minisign</code>, <code>age</code>, <code>sha256sum</code>, a BagIt validator and
        <code>openssl</code>. None of them is ours, and together they show the same.</p>

        <h2>What a check shows, and what it does not</h2>
        <p>It shows that these are the files that were sealed, complete and unchanged, and which
        key sealed them. It does not show who made the files, when they were first made, or whether
        what they show is true. The times in it come from the sealer's own clock unless an outside
        time is attached.</p>
        </body>
        </html>

        """
}
