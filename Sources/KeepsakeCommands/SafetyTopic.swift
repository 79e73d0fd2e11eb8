// SPDX-License-Identifier: Apache-2.0

/// `keepsake help safety`: the only place that talks about danger.
enum SafetyTopic {
    static let text = """
        Being safe while you keep evidence

        What can be seen. Someone with this device can see that this program has been used: your \
        shell keeps a history, and recent files are listed. Starting a command with a space keeps it \
        out of the history in most shells. The vault is a folder that can be found, though not read \
        without the passphrase. What was shown in this window can be scrolled back to: close the \
        window when you are done.

        What stays elsewhere. Adding a photo here does not remove it from your camera roll or cloud \
        album. This program never deletes an original.

        If you think you are being watched on this device, a device that the other person has never \
        held is safer: a friend's, a library's, one that a support service lends. Changing how you \
        use this one may itself be noticed.

        If somebody demands the passphrase, your safety comes first. A copy with a person you trust, \
        made with  keepsake backup  or  keepsake seal,  stays with them.

        Do not write into a note what must not reach the other person: what is sealed for police may \
        have to be shown to the defence.

        A recovery sheet opens everything. Keep it outside your home.

        In danger now: call the emergency number (112 in Europe, 999 in the United Kingdom, 911 in \
        North America). Whom else to call:  keepsake support
        """
}
