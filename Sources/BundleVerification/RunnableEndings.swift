// SPDX-License-Identifier: Apache-2.0

/// Endings of file names at which a common computer runs what is in the file when somebody clicks it,
/// each class with the reason why it is here. `open` gives such a file another name.
///
/// What is *not* here, and why: ZIP and the other archives that people keep evidence in (a click only
/// lists what is in them); `.doc`, `.xls`, `.ppt` and `.rtf` (letters of twenty years; the program asks
/// before it runs a macro, and the ending does not promise one); `.pdf` (script in it stays in the
/// viewer's cage); mail, calendars and cards (`.eml`, `.msg`, `.mbox`, `.ics`, `.vcf`: shown, not run);
/// `.csv` (a spreadsheet asks before a formula reaches outside); pictures, sound and video; and `.bin`,
/// `.dat` and names without an ending, which systems that go by endings connect with no program. A desktop
/// that goes by what is in a file, as some of Linux do, may show a page of such a name in its browser.
package enum RunnableEndings {
    /// Windows starts these by themselves: PATHEXT as it is delivered, and what the loader takes for a
    /// program, a driver, a control panel or a screen saver.
    package static let windowsPrograms = [
        "exe", "com", "bat", "cmd", "scr", "pif", "cpl", "msc", "dll", "ocx", "sys", "drv", "ax",
        "efi", "xll", "wll", "vxd", "fon", "mui", "tsp", "acm",
    ]

    /// Script hosts of Windows run these: cscript and wscript, PowerShell, mshta, the help viewer, and
    /// interpreters that many people have, whose installers connect their endings.
    package static let windowsScripts = [
        "vb", "vbs", "vbe", "js", "jse", "mjs", "cjs", "ws", "wsf", "wsh", "wsc", "sct", "hta",
        "htc", "htt", "ps1", "ps1xml", "ps2", "ps2xml", "psc1", "psc2", "psd1", "psm1", "pssc",
        "cdxml", "msh", "msh1", "msh2", "mshxml", "msh1xml", "msh2xml", "chm", "hlp", "hpj", "cnt",
        "shb", "shs", "job", "gadget", "xbap", "ahk", "au3", "a3x", "btm", "vsmacros", "vsw",
    ]

    /// Shortcuts and files of settings: a click follows a command or an address that stands in them, or
    /// looking at their folder is enough.
    package static let shortcuts = [
        "lnk", "url", "website", "scf", "desktop", "directory", "kdelnk", "webloc", "fileloc",
        "inetloc", "afploc", "ftploc", "library-ms", "search-ms", "searchconnector-ms",
        "settingcontent-ms", "appcontent-ms", "appref-ms", "theme", "themepack", "deskthemepack",
        "mad", "maf", "mag", "mam", "maq", "mar", "mas", "mat", "mau", "mav", "maw", "mcf", "xnk",
        "rdp", "ica", "prf", "grp", "group", "contact", "jnlp", "application", "shortcut",
        "mobileconfig", "printerexport", "diagcab", "diagcfg", "diagpkg", "iqy", "oqy", "rqy",
        "dqy", "odc", "udl",
    ]

    /// These change a computer's settings or install something when they are clicked, once a question
    /// was answered that people answer with yes.
    package static let installers = [
        "msi", "msp", "mst", "msu", "msix", "msixbundle", "appx", "appxbundle", "appinstaller",
        "reg", "inf", "ins", "isp", "crx", "xpi", "pkg", "mpkg", "ipa", "apk", "apks", "xapk",
        "aab", "ppkg", "wsb", "vsix", "webpnp", "its", "one", "onepkg",
        "deb", "rpm", "snap", "flatpak", "flatpakref", "flatpakrepo",
    ]

    /// Java and .NET start these where they are installed, on every system.
    package static let virtualMachines = ["jar", "class", "war", "air", "nexe", "wasm"]

    /// macOS runs these, or takes a folder of such a name for a program.
    package static let macPrograms = [
        "app", "command", "tool", "terminal", "scpt", "scptd", "applescript", "osax", "workflow",
        "action", "prefpane", "saver", "qlgenerator", "kext", "bundle", "plugin", "component",
        "mdimporter", "wdgt", "dylib", "caction", "definition", "safariextz",
    ]

    /// Shells and interpreters of Linux and macOS; Windows runs some of them where Git or Python is
    /// installed. Without the right to be run a desktop still offers it for a few of them.
    package static let scripts = [
        "sh", "bash", "zsh", "ksh", "csh", "tcsh", "fish", "run", "appimage", "so", "ko",
        "elf", "service", "py", "pyc", "pyo", "pyw", "pyz", "pyzw", "pl", "pm", "rb", "rbw", "php",
        "phtml", "tcl", "lua", "gvy", "groovy", "awk",
    ]

    /// A browser runs script that stands in these, as if the page lay on this computer. Many exports are
    /// such pages: what was read of them stands beside them in pages of ours, which carry no script and
    /// forbid it (`StillPage`).
    package static let browserPages = [
        "htm", "html", "xhtm", "xhtml", "xht", "shtml", "shtm", "dhtml", "mht", "mhtml", "svg",
        "svgz", "xml", "xsl", "xslt", "asp", "aspx", "jsp", "cfm", "swf", "maff", "webarchive",
    ]

    /// Office files whose ending says that a macro or an add-in is in them, and databases that run one
    /// when they are opened.
    package static let macros = [
        "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "xla", "xlm", "xlw", "slk", "pptm", "potm",
        "ppam", "ppsm", "ppa", "sldm", "ade", "adp", "mda", "mdb", "mde", "mdn", "mdt", "mdw",
        "mdz",
        "accda", "accdb", "accde", "accdr", "accdt", "accdu", "fxp", "prg", "ops", "bas", "osd",
    ]

    /// A click makes a drive of these, and whatever is in it can be started there as if it were this
    /// computer's own, without the mark that came with a download.
    package static let discImages = [
        "iso", "img", "vhd", "vhdx", "udf", "dmg", "smi", "sparseimage", "sparsebundle",
    ]

    /// Whole names that a system or a desktop looks for by itself when a folder or a drive is opened.
    package static let names: Set<String> = [
        "autorun", "autorun.inf", "autoopen", "desktop.ini", "autoexec.bat", "folder.htt",
    ]

    /// Every ending, in lower case.
    package static let all = Set(
        windowsPrograms + windowsScripts + shortcuts + installers + virtualMachines + macPrograms
            + scripts + browserPages + macros + discImages)

    /// The ending that a name which runs is given: every system opens it in an editor.
    package static let quiet = ".txt"
}
