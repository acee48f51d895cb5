//! Which licence a text is, by the words that tell it from the others.

/// How much of a text is read; every licence names itself or begins its terms within it.
const READ: usize = 6_000;

/// SPDX names and the phrases that must all occur, lower-cased, with single spaces. The first that fits
/// wins, so narrower ones come first.
const LICENCES: &[(&str, &[&str])] = &[
    ("AGPL-3.0", &["gnu affero general public license", "version 3"]),
    ("LGPL-3.0", &["gnu lesser general public license", "version 3"]),
    ("LGPL-2.1", &["gnu lesser general public license", "version 2.1"]),
    ("GPL-3.0", &["gnu general public license", "version 3"]),
    ("GPL-2.0", &["gnu general public license", "version 2"]),
    ("Apache-2.0", &["apache license", "version 2.0"]),
    ("MPL-2.0", &["mozilla public license", "version 2.0"]),
    ("MPL-2.0", &["mozilla public license version 2.0"]),
    ("EPL-2.0", &["eclipse public license", "v 2.0"]),
    ("BSL-1.0", &["boost software license", "version 1.0"]),
    ("BUSL-1.1", &["business source license 1.1"]),
    ("CC0-1.0", &["cc0 1.0 universal"]),
    ("CC-BY-4.0", &["creative commons attribution 4.0 international"]),
    ("Unlicense", &["this is free and unencumbered software released into the public domain"]),
    (
        "0BSD",
        &[
            "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted. the software",
        ],
    ),
    ("ISC", &["permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"]),
    ("ISC", &["permission to use, copy, modify, and distribute this software for any purpose with or without fee"]),
    (
        "MIT",
        &[
            "permission is hereby granted, free of charge, to any person obtaining a copy",
            "the above copyright notice and this permission notice",
        ],
    ),
    ("BSD-3-Clause", &["redistribution and use in source and binary forms", "neither the name"]),
    ("BSD-3-Clause", &["redistribution and use in source and binary forms", "names of its contributors"]),
    ("BSD-2-Clause", &["redistribution and use in source and binary forms"]),
];

/// Whether a file at the root is where a licence stands.
pub fn is_licence_file(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let stem = upper.split('.').next().unwrap_or_default();
    matches!(stem, "LICENSE" | "LICENCE" | "COPYING" | "UNLICENSE") || stem.starts_with("LICENSE-") || stem.starts_with("LICENCE-")
}

/// The SPDX name of a licence's text, where it is one that is known.
pub fn spdx(text: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(&text[..text.len().min(READ)]).to_lowercase();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    LICENCES.iter().find(|(_, phrases)| phrases.iter().all(|phrase| words.contains(phrase))).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_told_apart_by_their_own_words() {
        for (text, expected) in [
            (
                "MIT License\n\nCopyright (c) 2024\n\nPermission is hereby granted, free of charge, to any person\nobtaining a copy of this\n... The above copyright notice and this permission notice shall",
                Some("MIT"),
            ),
            ("                                 Apache License\n                           Version 2.0, January 2004", Some("Apache-2.0")),
            ("GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", Some("GPL-3.0")),
            ("GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991", Some("GPL-2.0")),
            ("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 2.1, February 1999", Some("LGPL-2.1")),
            ("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3", Some("AGPL-3.0")),
            ("Mozilla Public License Version 2.0\n=====", Some("MPL-2.0")),
            (
                "BSD 3-Clause License\nRedistribution and use in source and binary forms, with or without\nmodification ... Neither the name of",
                Some("BSD-3-Clause"),
            ),
            ("Redistribution and use in source and binary forms, with or without", Some("BSD-2-Clause")),
            (
                "ISC License\nPermission to use, copy, modify, and/or distribute this software for any\npurpose with or without fee is hereby granted, provided",
                Some("ISC"),
            ),
            ("This is free and unencumbered software released into the public domain.", Some("Unlicense")),
            ("All rights reserved.", None),
            ("", None),
        ] {
            assert_eq!(spdx(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_licence_stands_at_the_root_under_its_usual_names() {
        for (name, expected) in [("LICENSE", true), ("LICENSE-MIT", true), ("license.md", true), ("COPYING", true), ("LICENSES.md", false)]
        {
            assert_eq!(is_licence_file(name), expected, "{name}");
        }
    }
}
