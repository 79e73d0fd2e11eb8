// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

/// The names that `open` writes under: none that a click would run.
@Suite struct QuietNameTests {
    @Test(arguments: [
        "evil.exe", "EVIL.EXE", "run.bat", "Run.CmD", "x.com", "a.scr", "a.pif", "a.cpl", "a.dll",
        "page.hta", "page.HTM", "page.html", "drawing.svg", "page.xhtml", "sms.xml", "a.mht",
        "letter.pdf.lnk", "x.txt.url", "look.scf", "start.desktop", "autorun.inf", "AutoRun",
        "desktop.ini", "Desktop.INI", "a.jar", "a.app", "a.command", "a.scpt", "a.msi", "a.reg",
        "a.ps1", "a.vbs", "a.js", "a.jse", "a.wsf", "a.sh", "a.py", "a.docm", "a.xlsm", "a.xlsb",
        "a.iso", "a.vhdx", "a.dmg", "a.apk", "a.library-ms", "a.settingcontent-ms", "a.chm",
    ])
    func `what a click would run ends in txt`(_ name: String) {
        #expect(QuietName.runs(name))
        #expect(QuietName.file(name) == name + ".txt")
        #expect(QuietName.folder(name) == name + "_")
        #expect(!QuietName.runs(QuietName.file(name)) && !QuietName.runs(QuietName.folder(name)))
        // A page may keep its name; nothing else may because of what it begins with.
        let isPage = name.lowercased().hasSuffix(".html") || name.lowercased().hasSuffix(".htm")
        #expect(QuietName.file(name, isStillPage: true) == (isPage ? name : name + ".txt"))
    }

    @Test(arguments: [
        "note.txt", "IMG_2041.jpg", "voice.amr", "letter.doc", "letter.docx", "table.xls",
        "table.csv", "scan.pdf", "mail.eml", "chat.zip", "two.bin", "exe", "a.exe_", "noending",
        "messages.csv", "incident.txt", "000003.json", "html", "a.b.c.d", "x.sqlite", "card.vcf",
    ])
    func `what no click runs keeps its name`(_ name: String) {
        #expect(QuietName.file(name) == name && QuietName.folder(name) == name)
    }

    @Test func `what Windows passes over at the end does not hide an ending`() {
        for name in ["evil.exe.", "evil.exe ", "evil.exe. . ", "a.lnk..."] {
            #expect(QuietName.runs(name))
        }
        #expect(!QuietName.runs("...") && !QuietName.runs(""))
    }

    @Test(arguments: [
        ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("Com1.pdf", "_Com1.pdf"), ("LPT9", "_LPT9"),
        ("aux.exe", "_aux.exe.txt"), ("prn.a.b", "_prn.a.b"),
        // No check hands these on; whoever asks gets a name that can be written.
        ("note.txt:evil.exe", "note.txt_evil.exe.txt"), ("EVIL~1.EXE", "EVIL_1.EXE.txt"),
        ("evil.exe.", "evil.exe.txt"), (".hidden.sh", "hidden.sh.txt"), ("-rf.exe", "_rf.exe.txt"),
        ("a/b.exe", "a_b.exe.txt"), ("evil\u{202e}txt.exe", "evil_txt.exe.txt"),
        // Full-width letters and dots are no ending to any system, and stay none.
        ("evil.\u{ff45}\u{ff58}\u{ff45}", "evil._"), ("evil\u{ff0e}exe", "evil_exe"),
        ("", "file"),
    ])
    func `devices, streams, short names and look-alikes come out as plain names`(
        _ name: String, _ wanted: String
    ) {
        #expect(QuietName.file(name) == wanted)
    }

    @Test func `no bundle holds a name that means something else on Windows`() throws {
        let sample = try Sample()
        for name in [
            "CON.txt", "nul", "a.exe.", "a.exe ", "a.txt:b.exe", "EVIL~1.EXE", "a\u{ff0e}exe",
            "COM1.pdf", "a b.exe", ".a.exe", "-a.exe",
        ] {
            let path = "data/exhibits/EX-1/" + name
            let made: DamageKinds.Case
            do {
                made = try DamageKinds.bySealer(sample) { forge in
                    let old = try #require(
                        forge.bag.keys.first { $0.hasPrefix("data/exhibits/EX-1/") })
                    forge.bag[path] = forge.bag.removeValue(forKey: old)
                    try forge.edit(BundlePaths.sealing) { fields in
                        var marks = (fields["marks"]?.array ?? []).compactMap(\.object)
                        marks[0]["path"] = .string(path)
                        fields["marks"] = .array(marks.map { .object($0) })
                    }
                    try forge.list()
                }
            } catch is ZipError {
                // No ZIP of the one permitted encoding has it at all.
                #expect(ZipPath.fault(of: path) != nil, "\(name)")
                continue
            }
            let checked = try made.check()
            #expect(
                checked.report.exit != .done && checked.report.exit != .sealerUnknown, "\(name)")
            #expect(!checked.matchingOnly.contains { $0.fileName == name }, "\(name)")
        }
    }

    @Test func `a second of the same name has a number`() {
        #expect(QuietName.numbered("a.exe.txt", 2) == "a.exe.2.txt")
        #expect(QuietName.numbered("a", 3) == "a.3")
        #expect(QuietName.numbered(".a", 3) == ".a.3")
    }

    private static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">

        """
    private static let policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"

    @Test func `a page that forbids script before anything else is still`() {
        #expect(StillPage.holds(Bytes(text: Self.head + Self.policy + "<title>x</title>")))
        let long = Bytes(text: Self.head + Self.policy) + Bytes(repeating: 0x20, count: 5_000)
        #expect(StillPage.holds(long))
    }

    @Test(arguments: [
        "", "<!DOCTYPE html>\n", head, head + "<script>alert(1)</script>\n" + policy,
        "<script>\n" + head + policy, "\u{feff}" + head + policy,
        head.replacing("<head>", with: "<head><script>") + policy,
        head.replacing("\"en\"", with: "\"en\" onload=\"x\"") + policy,
        head + policy.replacing("style-src", with: "script-src 'unsafe-inline'; style-src"),
        head + policy.replacing("default-src 'none'", with: "default-src *"),
        head + policy.replacing("default-src 'none'; ", with: ""),
        head + policy.replacing("'none'", with: "'none' https:"),
        head + policy.replacing("http-equiv=", with: "name=\"x\" http-equiv="),
        head + "<meta http-equiv=\"refresh\" content=\"0;url=x\">\n" + policy,
        head + policy.replacing("\">", with: "\"><script>x</script><p class=\"\">"),
        head + String(repeating: "\n", count: 2_000) + policy,
        head.replacing("\n", with: "\r\n") + policy, "<html><body onload=x>",
        // What Unicode takes for a semicolon, and a browser for a part of the word before it.
        head + policy.replacing(";", with: "\u{37E}"),
        head + policy + "<meta http-equiv=\"refresh\" content=\"0;url=http://example.org/\">\n",
        head + policy + "<title>x</title>\n<ScRiPt>x</script>", head + policy + "<base href=x>",
        head + policy + String(repeating: " ", count: 70_000) + "<iframe src=x>",
    ])
    func `any other page is not`(_ page: String) {
        #expect(!StillPage.holds(Bytes(text: page)))
    }

    @Test func `a page of the report keeps its name only where it forbids script`() throws {
        let sample = try Sample()
        for (page, name) in [
            (Self.head + Self.policy, "report.html"), ("<script>x()</script>", "report.html.txt"),
        ] {
            var forge = try Forge(sample)
            forge.bag["data/report/report.html"] = Bytes(text: page)
            forge.bag["data/readable/EX-1/run.js"] = Bytes(text: "x")
            let checked = try DamageKinds.honest(
                sample, forge.asSealer(sample.vault.signer)
            ).check()
            #expect(checked.report.verdict == .verified, "\(checked.report.summary)")
            let derived = checked.files.filter { $0.kind != .entry }
            #expect(derived.map(\.quietName).sorted() == [name, "run.js.txt"].sorted())
            let running = checked.bag.filter(\.runs).map(\.path)
            #expect(
                running
                    == ["data/readable/EX-1/run.js"]
                    + (name == "report.html" ? [] : ["data/report/report.html"]))
        }
    }

    @Test func `the bag is handed on as it lies in the bundle, and its key as it came`() throws {
        let sample = try Sample.withIncident()
        let checked = try DamageKinds.honest(sample, sample.bundle).check()
        let forge = try Forge(sample)
        #expect(checked.bag.map(\.path) == checked.bagPaths)
        #expect(Set(checked.bagPaths) == Set(forge.bag.keys))
        for file in checked.bag {
            let sink = MemorySink()
            try file.copy(to: sink)
            #expect(sink.bytes == forge.bag[file.path])
        }
        let key = try #require(checked.report.facts.sealer?.key)
        let parts = try Forge.parts(of: sample.bundle)
        #expect(parts.first { $0.0 == "sealer.pub" }?.1 == SealerKeyFile.bytes(key: key))
    }
}
