"""The drummer's book: patterns of many styles, each with the tempo it is counted at.

The range matters as much as the strokes: it says which pulse people tap. A snare on three is
half-time only while the hi-hat's eighths are not faster than hands; a snare on every off-beat
is double-time punk or polka only when the beat is about walking pace or faster.
"""

from __future__ import annotations

from lausch.corpora.band.writing.kit import Groove


def _table(*grooves: Groove) -> dict[str, tuple[Groove, ...]]:
    families: dict[str, list[Groove]] = {}
    for groove in grooves:
        families.setdefault(groove.name.split("/")[0], []).append(groove)
    return {style: tuple(members) for style, members in families.items()}


G = Groove

FOUR = _table(
    G("rock/plain", 2, 4, "K x...x... S ..X...X. H XxXxXxXx", (70, 180)),
    G("rock/and", 2, 4, "K x..xx... S ..X...X. H XxXxXxXx", (75, 170)),
    G("rock/push", 2, 4, "K x.....x._x..xx..x S ..X...X._..X...X. H XxXxXxXx", (80, 160)),
    G("rock/queen", 2, 4, "K xx..xx.. S ..X...X. H x.x.x.x.", (70, 120)),
    G("rock/quarters", 2, 4, "K x..x.x.. S ..X...X. O X.X.X.X.", (80, 170)),
    G("rock/ride", 2, 4, "K x..xx..x S ..X...X. C X-X-X-X-", (80, 180)),
    G("rock/sixteen", 4, 4, "K x.....x.x.x..... S ....X.......X... H X-x-X-x-X-x-X-x-", (60, 105)),
    G("rock/ballad", 2, 4, "K x...x... R ..X...X. H X-X-X-X-", (50, 90)),
    G("rock/ballad", 4, 4, "K x......xx....... S ....X.......X... H x.x.x.x.x.x.x.x.", (48, 88)),
    G("rock/half", 2, 4, "K x..x...x S ....X... H XxXxXxXx", (90, 170)),
    G("rock/half", 2, 4, "K x.....xx S ....X... A X.X.X.X.", (95, 170)),
    G("rock/double", 2, 4, "K x.x.x.x. S .X.X.X.X H x.x.x.x.", (125, 220)),
    G("rock/allfour", 2, 4, "K x...x... S X.X.X.X. H XxXxXxXx", (90, 160)),
    G("rock/allfour", 2, 4, "K x..xx..x S X.X.X.X. T x.x.x.x.", (100, 165)),
    G("rock/tresillo", 2, 4, "K x..x..x. S ..X...X. H xxxxxxxx", (85, 160)),
    G("rock/tomtom", 2, 4, "K x...x... S ..X...X. F XxxxXxxx", (80, 160)),
    G("rock/tomride", 4, 4, "K x.......x....... f X.xxX.xxX.xxX.xx m ....x.......x...", (75, 130)),
    G("rock/bonham", 4, 4, "K x.x....x..xx.... S ....X.......X... H X.x.X.x.X.x.X.x.", (65, 105)),
    G("rock/surf", 2, 4, "K x...x... S ..XX..X. C XxXxXxXx", (130, 185)),
    G("rock/backbeatonfour", 2, 4, "K x.x.x... S ......X. H XxXxXxXx", (90, 150)),
    G("indie/open", 2, 4, "K x.x.x.x. S ..X...X. O .X.X.X.X H x.x.x.x.", (105, 160)),
    G("indie/sixteen", 4, 4,
      "K x...x...x...x... S ....X.......X... H xxXxxxXxxxXxxxXx", (100, 145)),
    G("indie/tom", 2, 4, "K x.x.x.x. F X..X..X. S ....X...", (100, 160)),
    G("punk/double", 2, 4, "K x.x.x.x. S .X.X.X.X C X.X.X.X.", (150, 230)),
    G("punk/dbeat", 2, 4, "K x..xx..x S ..X...X. A X.X.X.X.", (150, 215)),
    G("punk/eight", 2, 4, "K x.x..xx. S ..X...X. H XxXxXxXx", (140, 210)),
    G("punk/march", 2, 4, "K x.x.x.x. S ..X...XX H X.X.X.X.", (150, 220)),
    G("metal/gallop", 4, 4, "K x.xxx.xxx.xxx.xx S ....X.......X... C X...X...X...X...", (90, 165)),
    G("metal/double8", 2, 4, "K xxxxxxxx S ..X...X. C X.X.X.X.", (130, 220)),
    G("metal/double16", 4, 4,
      "K xxxxxxxxxxxxxxxx S ....X.......X... C X...X...X...X...", (90, 180)),
    G("metal/half16", 4, 4, "K xxxxxxxxxxxxxxxx S ........X....... N X...X...X...X...", (90, 165)),
    G("metal/thrash", 2, 4, "K x.x.x.x. S .X.X.X.X H XxXxXxXx", (150, 225)),
    G("metal/blast", 2, 4, "K xxxxxxxx S xxxxxxxx C xxxxxxxx", (150, 230)),
    G("metal/bomb", 2, 4, "K xxxxxxxx S .X.X.X.X C X.X.X.X.", (150, 230)),
    G("metal/blast4", 4, 4, "K x.x.x.x.x.x.x.x. S .x.x.x.x.x.x.x.x C x.x.x.x.x.x.x.x.", (90, 150)),
    G("metal/hammer", 2, 4, "K x.x.x.x. S X.X.X.X. C X.X.X.X.", (160, 240)),
    G("metal/breakdown", 4, 4,
      "K x..x..x...x.x... S ........X....... N X...X...X...X...", (70, 140)),
    G("metal/chug", 4, 4, "K x.xx..x.x..xx.x. S ........X....... N X...X...X...X...", (80, 140)),
    G("metal/triplet", 3, 4, "K xxxxxxxxxxxx S ...X.....X.. C X..X..X..X..", (90, 170)),
    G("disco/plain", 2, 4, "K x.x.x.x. S ..X...X. O .X.X.X.X", (100, 138)),
    G("disco/sixteen", 4, 4,
      "K x...x...x...x... S ....X.......X... H X-.-X-.-X-.-X-.- O ..X...X...X...X.", (100, 132)),
    G("house/plain", 4, 4,
      "K X...X...X...X... L ....X.......X... O ..x...x...x...x. M --------------xx", (112, 132)),
    G("house/nosnare", 4, 4,
      "K X...X...X...X... O ..X...X...X...X. R x..x..x.....x...", (115, 140)),
    G("house/ride", 2, 4, "K X.X.X.X. C .X.X.X.X L ..X...X.", (120, 145)),
    G("trance/plain", 4, 4,
      "K X...X...X...X... H ..x...x...x...x. L ....X.......X... M -.--.--.--.--.--", (128, 150)),
    G("breaks/amen", 4, 4, "K x.x.......xx.... S ....X..o.o..X..o C x.x.x.x.x.x.x.x.", (130, 180)),
    G("breaks/step", 4, 4, "K x.........x..... S ....X.......X... H x.x.x.x.x.x.x.x.", (155, 180)),
    G("funk/brown", 4, 4, "K x.x...x...x..x.. S ....X..o.o.oX..o H x.x.x.x.x.x.x.x.", (85, 120)),
    G("funk/drummer", 4, 4, "K x.x...x...x..x.. S ....X..o.o.oX..o H xxxxxxx.xxxxx.xx", (88, 112)),
    G("funk/sly", 4, 4, "K x...x.x...x.x... S ....X..o....X.oo H xxxxxxxxxxxxxxxx", (85, 115)),
    G("funk/late", 4, 4, "K x..x..x....x.x.. S ....X.....o...X. H x.x.x.x.x.x.x.x.", (85, 115)),
    G("funk/one", 4, 4, "K X.....x..x....x. S ....X..o.o..X... H XxxxXxxxXxxxXxxx", (80, 112)),
    G("funk/purdie", 3, 4, "K x....x.....x S o.oo.oX.oo.o H x.xx.xx.xx.x", (90, 140)),
    G("funk/purdie", 3, 4, "K x....x...x.. S .o..o.X.o.o. H x.xx.xx.xx.x", (95, 145)),
    G("motown/four", 2, 4, "K x..xx..x S X.X.X.X. T .x.x.x.x", (100, 140)),
    G("soul/plain", 4, 4, "K x.....x.x....... S ....X.......X..o H x.x.x.x.x.x.x.x.", (66, 112)),
    G("soul/slow", 3, 4, "K x....x......_x.....x..... S ...X.....X..", (50, 80)),
    G("hiphop/boom", 4, 4,
      "K x......x..x..... S ....X.......X... H x.x.x.x.x.x.x.x.", (78, 100), 1.35),
    G("hiphop/dilla", 4, 4,
      "K x..x......x....x S ....X.......X... H x.x.x.x.x.x.x.x.", (76, 96), 1.6),
    G("hiphop/sparse", 4, 4, "K x.........x..... S ....X.......X... H x...x...x...x...", (70, 100)),
    G("trap/plain", 4, 4, "K x.....x...x..... L ........X....... H x.x.xxx.x.x.x.xx", (125, 160)),
    G("trap/roll", 4, 4, "K x..........x..x. L ........X....... H x.x.x.x.xxxxx.x.", (125, 160)),
    G("trap/slow", 4, 4, "K x..x..x......... L ....X.......X... H xxxxxxxxxxxxxxxx", (62, 82)),
    G("rnb/plain", 4, 4,
      "K x.....xx..x..... L ....X.......X... H x-x-x-x-x-x-x-x- R .......x.x......", (60, 100)),
    G("dancehall/plain", 4, 4,
      "K x...x...x...x... S ...X..X....X..X. H x.x.x.x.x.x.x.x.", (85, 108)),
    G("reggaeton/plain", 4, 4, "K X...X...X...X... S ...X..X....X..X.", (86, 102)),
    G("reggae/onedrop", 2, 4, "K ....X... R ....X... H XxXxXxXx", (60, 90), 1.3),
    G("reggae/onedrop", 2, 4, "K ....X... S ....X... H .X.X.X.X", (60, 90)),
    G("reggae/onedrop2", 2, 4, "K ..X...X. R ..X...X. H xxxxxxxx", (118, 165), 1.3),
    G("reggae/steppers", 2, 4, "K X.X.X.X. R ....X... H xxxxxxxx", (62, 92)),
    G("reggae/rockers", 2, 4, "K x.x.x.x. R ..X...X. H xxxxxxxx", (120, 160), 1.2),
    G("ska/plain", 2, 4, "K x...x... S ..X...X. H .X.X.X.X", (120, 190)),
    G("ska/four", 2, 4, "K x.x.x.x. R ..X...X. O .X.X.X.X", (120, 180)),
    G("bossa/plain", 2, 4, "K x..xx..xx..xx..x R x..x..x._..x..x.. H xxxxxxxx", (100, 180)),
    G("bossa/slow", 4, 4, "K x..xx..xx..xx..x R x..x..x...x..x.. H x-x-x-x-x-x-x-x-", (52, 85)),
    G("samba/kick", 4, 4, "K x..xX..xx..xX..x H xxXxxxXxxxXxxxXx R x.x..x.x.x.xx.x.", (88, 132)),
    G("samba/surdo", 4, 4, "F x...X...x...X... H XxxXXxxXXxxXXxxX V x.x..x.x.x.xx.x.", (88, 135)),
    G("samba/partido", 4, 4, "K x..xX..xx..xX..x R .x.xx.x.x.x.x..x M XxxxXxxxXxxxXxxx", (85, 120)),
    G("samba/batucada", 4, 4,
      "F ....X.......X... f x.......x....... G x.x..x.x.x.xx.x. S XxxXXxxXXxxXXxxX", (95, 140)),
    G("samba/fast", 2, 4, "K x..xx..x R x.xx.x.x_.x.xx.xx P ..X...X. C xxxxxxxx", (170, 240)),
    G("baiao/plain", 4, 4, "K x..x..x.x..x..x. Z x.X.x.X.x.X.x.X. S ...x..x....x..x.", (85, 130)),
    G("chacha/plain", 2, 4, "W X.x.X.x. Q X.xxX.xx K x...x... U ..x...x. u ......xx", (105, 132)),
    G("rumba/plain", 4, 4,
      "V x...x.......x..._....x...x....... M x-x-x-x-x-x-x-x- U x...x...x...x... "
      "u ............x.x. K x.......x...x...", (85, 115)),
    G("bolero/plain", 2, 4, "M x.xxx.xx u ......xx U x.x.x... K x...x...", (80, 120)),
    G("salsa/plain", 2, 4,
      "V x..x..x._..x.x... W X.x.X.x. U x.x.x.x. u ......xx K ...x..x.", (160, 230)),
    G("salsa/cascara", 2, 4,
      "i x.x.xx.x_x.xx.xx. V ..x.x..._x..x..x. K ...x..x. u ......xx", (160, 230)),
    G("tango/plain", 2, 4, "K x.x.x.x. S ......x.", (110, 135)),
    G("tango/march", 2, 4, "S X.X.X.X. K X...X...", (110, 135)),
    G("afro/beat", 4, 4,
      "K x..x..x...x.x..x S ....x..x.x..x..x H x.x.x.x.x.x.x.x. V x...x.x...x.x...", (90, 130)),
    G("afro/bembe", 3, 4, "B x.xx.x.xx.x. K x.....x..... P ...x.....x.. h .....x.....x", (90, 140)),
    G("country/train", 4, 4, "K x...x...x...x... S x-X-x-X-x-X-x-X-", (90, 135)),
    G("country/two", 2, 4, "K x...x... S ..X...X. H X.X.X.X.", (150, 220)),
    G("country/shuffle", 3, 4, "K x..x..x..x.. S ...X.....X.. H X.xX.xX.xX.x", (100, 150)),
    G("polka/plain", 2, 4, "K X.X.X.X. S .X.X.X.X", (105, 145)),
    G("polka/march", 2, 4, "K X.X.X.X. S .X.X.Xxx A X.......", (100, 130)),
    G("march/street", 4, 4, "K X...X...X...X... S x.xxX.xxx.xxX.x.", (95, 130)),
    G("secondline/plain", 4, 4,
      "K x..x..x.....x... S x.xx.xx.x.xxx.x. P ....x.......x...", (85, 120), 1.25),
    G("shuffle/rock", 3, 4, "K x..x..x..x.. S ...X.....X.. H X.xX.xX.xX.x", (90, 160)),
    G("shuffle/rock", 3, 4, "K x....xx....x S ...X.....X.. C X.xX.xX.xX.x", (90, 160)),
    G("shuffle/texas", 3, 4, "K x..x..x..x.. S o.oX.oo.oX.o C X..X..X..X..", (100, 150)),
    G("shuffle/half", 3, 4, "K x....x......_x.....x..x.. S o.ooooX.oooo H x.xx.xx.xx.x", (95, 150)),
    G("twelve/shuffle", 3, 4, "K x.....x..... S ...X.....X.. H xxxxxxxxxxxx", (46, 84)),
    G("twelve/ballad", 3, 4, "K x....xx..... S ...X.....X.. H XxxXxxXxxXxx", (46, 80)),
    G("twelve/metal", 3, 4, "K xxxxxxxxxxxx S ......X..... C X..X..X..X..", (90, 160)),
    G("jive/plain", 2, 4, "K x...x... S ..X...X. C X.XxX.Xx", (150, 190), 2.0),
    G("click/sticks", 1, 4, "Y Xxxx", (60, 180)),
    G("percussion/shaker", 4, 4, "M X-x-X-x-X-x-X-x-", (60, 130)),
    G("percussion/congas", 4, 4,
      "U x.x.x.x.x.x.x.x. u ......xx......xx w ..........x.....", (80, 125)),
    G("percussion/tambourine", 2, 4, "T x-X-x-X-", (70, 160)),
    G("percussion/kick", 2, 4, "K X.X.X.X.", (90, 150)),
    G("percussion/stomp", 2, 4, "K X.X.X.X. L ..X...X.", (70, 130)),
    G("percussion/claps", 2, 4, "L ..X...X.", (80, 150)),
)  # fmt: skip

THREE = _table(
    G("waltz/plain", 2, 3, "K x..... S ..x.x. H x.x.x.", (80, 190)),
    G("waltz/soft", 2, 3, "K x..... R ..x.x. C x.x.x.", (75, 170)),
    G("waltz/eights", 2, 3, "K x..... S ....X. H XxXxXx", (80, 165)),
    G("waltz/two", 2, 3, "K x....._x..... S ....X._..X.X. C X.xxX.", (90, 180)),
    G("waltz/vienna", 1, 3, "K X.. S .xx", (150, 200)),
    G("waltz/hit", 2, 3, "K x..x.. S ..X... H XxXxXx", (85, 170)),
    G("waltz/rock", 4, 3, "K x.....x..... S ....X....... H x.x.x.x.x.x.", (70, 130)),
    G("waltz/jazz", 3, 3, "K x........ P ...x..... C x..x.xx..", (100, 200)),
    G("waltz/jazz", 3, 3, "K x........ P ...x..x.. C x..x.xx.x S ..o.....o", (110, 210)),
    G("waltz/nine", 3, 3, "K x.....x.. S ...X..... H XxxXxxXxx", (55, 110)),
)

# Six-eight counted in two: a beat is three eighths.
SIX_EIGHT = _table(
    G("six/ballad", 3, 2, "K x..... S ...X.. H XxxXxx", (40, 75)),
    G("six/ballad", 3, 2, "K x....x S ...X.. H XxxXxx", (40, 80)),
    G("six/ballad", 6, 2, "K x.......x... S ......X..... H x.x.x.x.x.x.", (40, 66)),
    G("six/ride", 3, 2, "K x..x.x S ...X.. C XxxXxx", (45, 90)),
    G("six/march", 3, 2, "K x..x.. S x.xX.x", (90, 130)),
    G("six/jig", 3, 2, "K x..x.. S ..x..x T XxxXxx", (100, 140)),
    G("six/afro", 3, 2, "K x..x.. B x.xx.x h ..x..x", (80, 130)),
    G("six/metal", 6, 2, "K x.xxx.x.xxx. S ......X..... N X.....X.....", (45, 85)),
)

FIVE = _table(
    G("five/plain", 2, 5, "K x.....x... S ..X.....X. H XxXxXxXxXx", (90, 180)),
    G("five/take", 3, 5, "K x........x..... P ...x.....x..x.. C x..x.xx..x.xx..", (120, 190)),
    G("five/metal", 4, 5,
      "K x.xxx.xxx.xxx.xxx.x. S ....X.......X....... C X...X...X...X...X...", (90, 160)),
)  # fmt: skip

SEVEN = _table(
    G("seven/plain", 2, 7, "K x.....x...x... S ..X.....X...X. H XxXxXxXxXxXxXx", (100, 190)),
    G("seven/money", 3, 7, "K x....xx....x......... S ...X.....X.....X..X..", (110, 140)),
    G("seven/half", 2, 7, "K x..x....x..x.. S ....X.....X... C X.X.X.X.X.X.X.", (100, 180)),
)

# What may be laid over any pattern of four straight beats.
PERCUSSION = tuple(
    groove for groove in FOUR["percussion"] if groove.name.split("/")[1] not in ("kick", "stomp")
)

BOOKS = {2: SIX_EIGHT, 3: THREE, 4: FOUR, 5: FIVE, 7: SEVEN}
