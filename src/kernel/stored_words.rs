/// An enum whose every variant has a word it is stored under and a word people use.
///
/// `what` ends the sentence that refuses another word: 没有「x」这种收据. Both words read back; so do the further ones
/// after `|`.
macro_rules! stored_words {
    ($(
        $(#[$doc:meta])*
        $name:ident $what:literal {
            $($(#[$vdoc:meta])* $variant:ident $word:literal $chinese:literal $(| $also:literal)*,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }
        impl $name {
            /// Every one, in the order forms show them.
            pub const ALL: [$name; [$($word),*].len()] = [$($name::$variant),*];
            /// The stored word.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
            /// The word people use.
            pub const fn in_chinese(self) -> &'static str {
                match self { $($name::$variant => $chinese,)* }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<$name, String> {
                match word {
                    $($word | $chinese $(| $also)* => Ok($name::$variant),)*
                    other => Err(format!("没有「{other}」{}", $what)),
                }
            }
        }
    )*};
}

pub(crate) use stored_words;

#[cfg(test)]
mod tests {
    stored_words! {
        /// Which way a door goes.
        Door "这种门" {
            /// Inward.
            In "in" "进" | "入",
            /// Outward.
            Out "out" "出",
        }
    }

    #[test]
    fn a_word_reads_back_and_another_is_refused_by_name() {
        for door in Door::ALL {
            assert_eq!(
                [door.word(), door.in_chinese(), &door.to_string()].map(|w| w.parse()),
                [(); 3].map(|()| Ok(door))
            );
        }
        assert_eq!("入".parse(), Ok(Door::In));
        assert_eq!("窗".parse::<Door>(), Err("没有「窗」这种门".to_owned()));
    }
}
