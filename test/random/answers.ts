const ones = 0xffffffff;

/** Known answers of philox4x32-10: `kat_vectors` of Random123 1.14 (Salmon et al. 2011). */
export const philoxAnswers = [
  { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  { counter: [ones, ones, ones, ones], key: [ones, ones], words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd] },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

/** First words of xoshiro128++ from the state 1, 2, 3, 4: the authors' xoshiro128plusplus.c, as in rand_xoshiro's tests. */
export const xoshiroAnswers = [
  641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
];
