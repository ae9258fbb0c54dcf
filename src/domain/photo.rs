//! Photos (照片) of findings: each is named by the SHA-256 of its bytes, so that the same picture is one photo.

use super::ids::PhotoId;

/// The largest photo that is taken: a full frame of a good camera, and no film.
pub const MAX_PHOTO_BYTES: u64 = 12 * 1024 * 1024;
/// The largest preview: one message.
pub const MAX_PREVIEW_BYTES: usize = 192 * 1024;

/// How far from its end the end mark of a file may stand: cameras write some words of their own behind it.
const END_MARK_WITHIN: usize = 64 * 1024;

impl PhotoId {
    /// Tells whether it can name a photo: 64 digits of lower-case hex. Nothing else becomes the name of a file.
    pub fn is_hash(&self) -> bool {
        let text = self.as_str();
        text.len() == 64
            && text
                .bytes()
                .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    }
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFormat {
    /// As most cameras do.
    Jpeg,
    /// As screens and some webcams do.
    Png,
}

impl PhotoFormat {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Jpeg, Self::Png];

    /// Finds it by the first bytes; what a file is called says little.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            None
        }
    }

    /// Names the ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Tells whether the picture has its end mark: one that is still being copied has none.
    pub fn has_end(self, bytes: &[u8]) -> bool {
        let mark: &[u8] = match self {
            Self::Jpeg => &[0xff, 0xd9],
            Self::Png => b"IEND",
        };
        let tail = &bytes[bytes.len().saturating_sub(END_MARK_WITHIN)..];
        tail.windows(mark.len()).any(|window| window == mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_names_a_photo() {
        let hash = "0123456789abcdef".repeat(4);
        assert!(PhotoId::new(&hash).is_hash());
        for other in [
            "",
            "../../etc/passwd",
            &hash[1..],
            &hash.to_uppercase(),
            &format!("{hash}0"),
        ] {
            assert!(!PhotoId::new(other).is_hash(), "{other}");
        }
    }

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        assert_eq!(
            PhotoFormat::of(&[0xff, 0xd8, 0xff, 0xe0]),
            Some(PhotoFormat::Jpeg)
        );
        assert_eq!(
            PhotoFormat::of(b"\x89PNG\r\n\x1a\n0000"),
            Some(PhotoFormat::Png)
        );
        assert_eq!(PhotoFormat::of(b"GIF89a"), None);
        assert_eq!(PhotoFormat::of(b""), None);
    }

    #[test]
    fn half_a_picture_has_no_end() {
        let mut picture = vec![0xff, 0xd8, 0xff, 1, 2, 3];
        assert!(!PhotoFormat::Jpeg.has_end(&picture));
        picture.extend([0xff, 0xd9, b'm', b'e']);
        assert!(PhotoFormat::Jpeg.has_end(&picture));
    }
}
