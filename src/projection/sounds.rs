//! How Chinese names sound: what is typed for a character, with each of its readings.
//!
//! `jylqq`, `jiyoulvqingqi` and all between them find 机油滤清器: of every character the first letters of a reading are
//! typed, one at least. Of a character that is read in several ways (长: chang, zhang) each of them will do.

use pinyin::ToPinyinMulti;
use std::collections::BTreeMap;

/// The place of a character in the table.
pub(super) type SoundId = u16;

/// Longer input is no sound of a name.
const LONGEST: usize = 63;

/// What is typed for one character.
#[derive(Debug, Clone)]
struct Sound {
    /// With which letters that can begin.
    beginnings: u32,
    /// Which letters can come second.
    seconds: u32,
    /// All that can be typed: its readings, and the character itself.
    typed: Vec<Box<str>>,
}

/// The characters of all names, each once: a catalogue of 20,000 parts is written with some hundred.
#[derive(Debug, Clone, Default)]
pub(super) struct Sounds {
    ids: BTreeMap<char, SoundId>,
    sounds: Vec<Sound>,
}

impl Sounds {
    /// Tells whether all characters of a text are in the table.
    pub(super) fn knows(&self, text: &str) -> bool {
        text.chars().all(|c| self.ids.contains_key(&c))
    }

    /// Puts the characters of a text into the table.
    pub(super) fn learn(&mut self, text: &str) {
        for c in text.chars() {
            // More characters than a script has are not written in a workshop.
            let (false, Ok(id)) = (
                self.ids.contains_key(&c),
                SoundId::try_from(self.sounds.len()),
            ) else {
                continue;
            };
            self.ids.insert(c, id);
            self.sounds.push(Sound::of(c));
        }
    }

    /// Writes a text as places in the table.
    pub(super) fn of<'a>(&'a self, text: &'a str) -> impl Iterator<Item = SoundId> + 'a {
        text.chars().filter_map(|c| self.ids.get(&c).copied())
    }

    /// Finds where in a name something is heard: from its first character on, or further inside.
    pub(super) fn heard(&self, name: &[SoundId], typed: &str) -> Option<Heard> {
        let first = bit(*typed.as_bytes().first()?);
        if typed.len() > LONGEST {
            return None;
        }
        let second = typed.as_bytes().get(1).map(|second| bit(*second));
        let sound = |at: usize| self.sounds.get(usize::from(*name.get(at)?));
        // Most places of most names are ruled out by two letters: the second belongs to this character or to the next.
        let next = |at: usize| sound(at + 1).map_or(0, |next| next.beginnings);
        let begins = |at: usize| {
            sound(at).is_some_and(|here| {
                here.beginnings & first != 0
                    && second.is_none_or(|second| (here.seconds | next(at)) & second != 0)
            })
        };
        let at = (0..name.len()).find(|at| begins(*at) && self.follows(&name[*at..], typed))?;
        Some(if at == 0 { Heard::First } else { Heard::Inside })
    }

    /// Tells whether the input can be cut into pieces of which each begins one character after the other.
    fn follows(&self, name: &[SoundId], typed: &str) -> bool {
        let typed = typed.as_bytes();
        let all = 1_u64 << typed.len();
        // Bit n: the first n bytes are accounted for.
        let mut reached = 1_u64;
        for sound in name
            .iter()
            .filter_map(|id| self.sounds.get(usize::from(*id)))
        {
            let mut next = 0;
            for done in (0..typed.len()).filter(|done| reached & (1 << done) != 0) {
                for reading in &sound.typed {
                    let common = common(reading.as_bytes(), &typed[done..]);
                    next |= ((1 << common) - 1) << (done + 1);
                }
            }
            if next & all != 0 {
                return true;
            }
            if next == 0 {
                return false;
            }
            reached = next;
        }
        false
    }
}

/// Where something is heard in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// The name begins with it.
    First,
    /// It comes later.
    Inside,
}

impl Sound {
    fn of(c: char) -> Self {
        let mut typed: Vec<Box<str>> = vec![c.to_string().into()];
        let readings = c.to_pinyin_multi().into_iter().flatten();
        for reading in readings.map(|reading| reading.plain()) {
            // 绿 is typed lv on most keyboards, and lu on some.
            for spelt in [reading.replace('ü', "v"), reading.replace('ü', "u")] {
                let spelt: Box<str> = spelt.replace('ê', "e").into();
                if !typed.contains(&spelt) {
                    typed.push(spelt);
                }
            }
        }
        let letters = |at: usize| {
            let bytes = typed.iter().filter_map(|typed| typed.as_bytes().get(at));
            bytes.fold(0, |all, byte| all | bit(*byte))
        };
        let (beginnings, seconds) = (letters(0), letters(1));
        Self {
            beginnings,
            seconds,
            typed,
        }
    }
}

/// A bit for each letter, one for the digits, and one for all else, which is mostly Chinese.
fn bit(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << 26,
        _ => 1 << 27,
    }
}

/// Counts the bytes with which both begin.
fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(name: &str, typed: &str) -> Option<Heard> {
        let mut sounds = Sounds::default();
        sounds.learn(name);
        let ids: Vec<SoundId> = sounds.of(name).collect();
        sounds.heard(&ids, typed)
    }

    #[test]
    fn a_name_is_found_by_what_is_typed_for_it() {
        let table = [
            ("机油滤清器", "jylqq", Some(Heard::First)),
            ("机油滤清器", "jy", Some(Heard::First)),
            ("机油滤清器", "jiyou", Some(Heard::First)),
            ("机油滤清器", "jiyoulvqingqi", Some(Heard::First)),
            ("机油滤清器", "jiyoulqq", Some(Heard::First)),
            ("机油滤清器", "jylu", Some(Heard::First)),
            ("机油滤清器", "lqq", Some(Heard::Inside)),
            ("机油滤清器", "jq", None),
            ("机油滤清器", "jylqqx", None),
            ("机油滤清器", "机油lqq", Some(Heard::First)),
            ("机油5w304l", "jy5w30", Some(Heard::First)),
            ("行李箱拉索", "xlx", Some(Heard::First)),
            ("行李箱拉索", "hlx", Some(Heard::First)),
            ("加长螺栓", "jc", Some(Heard::First)),
            ("加长螺栓", "jz", Some(Heard::First)),
            ("配重块", "pz", Some(Heard::First)),
            ("配重块", "peichong", Some(Heard::First)),
            ("oil", "oil", Some(Heard::First)),
        ];
        for (name, typed, expected) in table {
            assert_eq!(heard(name, typed), expected, "{typed} in {name}");
        }
    }
}
