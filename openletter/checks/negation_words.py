"""How Arabic, Chinese, French, Russian and Spanish say no: words, and the idioms that deny nothing."""

from __future__ import annotations

from openletter.checks.alternatives import any_of
from openletter.checks.negation_english import ENGLISH, NEVER, Lexicon

_FRENCH = Lexicon(
    idioms=any_of(
        r"\bou (?:non|pas)\b(?! \w)|\bnon seulement\b|\bnon plus\b|\bne serait-ce\b|\bn[’']importe\b|\bpas seulement\b"
        r"|\bsans (?:fil\b|doute|cesse|égard|considérations? de)\b",
        r"\bn[’']en \w+ pas moins\b|\bpas moins\b|\bn[’e]\s?(?:\w+ )?(?:pas )?manqu\w+ (?:pas )?de\b|\bn[’e] ?ignor\w+\b",
        r"(?<!\brien )(?<!\bnul )(?<!\bnulle )(?<!\bpersonne )\bn(?:e |[’'])(?:(?!pas|plus|jamais|rien"
        r"|aucun|nul|personne|point|guère|ni\b)[\w’']{1,30} ){1,4}?qu(?:e\b|[’'])",
    ),
    strong=any_of(
        r"\bimpossib\w+|\bsans(?: \w+){0,2} aucune?\b|\bsans\b|\bnon(?! \w+(?:aux|ales?|omes?|iques?|ants?"
        r"|és?)\b)\b(?![-‐])"
    ),
    concord=NEVER,
    weak=any_of(
        r"\bà moins\b|\bsauf si\b|\bincapab\w+|\bignor\w+|\béchou\w+|\bomis\b|\bomet\w+|\bnéglig\w+|\bexempt\w*"
        r"|\bdépourvu\w*|\babsence\b|\bdéfaut de\b|\binterdi\w+"
        r"|\bfaute de\b"
        r"|\binvalid\w*|\bin(?:correct|suffisan|conn|exist|util|acti[fv]|compl|adapt|divis|dispens)\w*"
        r"|\bin\w+(?:able|ible)s?\b|\bir\w+(?:able|ible)s?\b|\bim\w+(?:able|ible)s?\b|\bnon [\w-]+"
        r"|\bdé(?:conseill|sapprou)\w*|\bexcl\w+|\berron\w+|\béch(?:ec|ou)\w*",
        r"\bmanqu\w+|\bni(?:e|ent|é|er|ons|ait|aient)\b|\bdémen\w+|\billég\w+|\billici\w+|\brefus\w+|\bacquitt\w+|\binnocent\w*|\bfau(?:x|sse\w*)\b|\bmenson\w+|\babst\w+|\bempêch\w+|\bin\w+able\w*|\binadmissib\w+",
    ),
    instead=any_of(
        r"\bin(?:adéqu|chang|alt[eé]r|appropri|attendu|usit|habitu|certain|défini|solit|opin)\w*|\bmauvais\w*|\binjust\w*"
        r"|\bimprévu\w*|\bsoudain\w*|\brares?\b|\bétrang\w+|\banonym\w+"
    ),
)

FRENCH_NE = any_of(r"\bne\b|\bn[’']")
FRENCH_PARTNER = any_of(
    r"\b(?:pas|jamais|aucune?|nul|nulle|nullement|guère|rien|plus|point|personne)\b|\bni\b.*\bni\b"
)
FRENCH_CAN = any_of(
    r"\bn(?:e |[’'])(?:(?:a|ai|as|avez|avons|ont|avait|avaient|aura|auront|aurait|se|s[’']|y|en|l[’']|les?|la|lui|leur) ?){0,3}"
    r"(?:peu[tx]|peuvent|pouv\w+|pourr\w+|pu|put|saur\w+|cess\w+|os\w+|puiss\w+)\b"
)
"""“ne” that denies without a second word: je ne peux, il n’a pu, on ne saurait."""
"""What completes “ne”; a “ne” without any denies nothing (avant qu’il ne parte)."""
FRENCH_ALONE = any_of(r"\b(?:pas|jamais|nullement)\b")
"""What denies also without “ne”."""

_SPANISH = Lexicon(
    idioms=any_of(
        r"\bo no\b(?! \w)|\bhasta que no\b|\bno (?:sólo|solo|solamente|únicamente|obstante|hace sino|hacen sino)\b|\bsin (?:embargo|duda"
        r"|cesar|importar|(?:limitación|consideración) de)\b",
        r"\bno (?:proliferación|gubernamental\w*|autónom\w+|estatal\w*)\b|\bno menos de\b|\bno más de\b|\bno dej\w+ de\b",
        r"(?<=no )(?:\w+,? ){1,4}en ning[uú]n\w* \w+",
    ),
    strong=any_of(r"\bimposib\w+|\bno\b|\bsin(?: \w+){0,2} ning[uú]n\w*|\bsin\b"),
    concord=any_of(
        r"\bnunca\b|\bjamás\b|\btampoco\b",
        r"\A\s*(?:(?:y|e|o|pero|a|de|en|con|por|para|ante|contra)\s+){0,2}(?:nadie|nada|ning[uú]n\w*)\b",
    ),
    weak=any_of(
        r"\bausencia\b|\ba menos que\b|\bsalvo que\b|\bincapa\w+|\bdesconoc\w+|\bincumpl\w+|\bfracas\w+"
        r"|\bfalta de\b|\bprohib\w+|\bexent\w+|\bcarec\w*|\bin\w+ble\w*"
        r"|\bdej\w+ de\b"
        r"|\binv[aá]lid\w*|\bin(?:correct|suficien|exist|activ|compl|útil|adecuad)\w*|\birr\w+ble\w*|\bimp\w+ble\w*"
        r"|\bdes(?:habilit|aconsej)\w*|\berróne\w+|\bdistint\w+"
        r"|\bfuera de\b"
        r"|\bneg(?:ar|ó|aron|aba\w*|amos)\b|\bnieg\w+|\bileg\w+|\bilíc\w+|\binocen\w+|\bfals\w+|\babsuel\w+|\babst\w+",
    ),
    instead=any_of(
        r"\bin(?:alter|esper|apropi|segur|defin|usual|usit|sólit|just)\w*|\bdesorden\w*|\bignor\w*"
        r"|\bimprevist\w*|\brepentin\w*|\brar[oa]s?\b|\bextrañ\w*|\banónim\w+"
    ),
)

_RUSSIAN = Lexicon(
    idioms=any_of(
        r"\bне (?:только|менее|более|позднее|ранее|раньше|позже|меньше|раз|исключено)\b|\bтем не менее\b",
        r"\b(?:где|что|как|кто|кем|чем|куда|когда|сколько|кому|чего|кого|как\w+) бы(?: то| он\w*"
        r"| это)? ни\w*",
        r", пока (?:\w+ ){0,3}?не\b|\bили нет\b|\bво что бы то ни стало\b|\bне прекращающ\w+|\bне кто иной\b|\bне что иное\b|\bнет сомнени\w+",
        r"\bбеспровод\w+|\bне(?:обходим|давн|дел|бо|навис|нави|зависим|правительств|распростр|прикосновен|отъемлем"
        r"|медлен|смотря"
        r"|посредств|замедлит|скольк|прерыв|котор|редк|отлож|фт|рв|пал|видан|кий|жели)\w*|\bбезопасн\w+"
        r"|\bбездейств\w+",
    ),
    strong=any_of(
        r"\bневозмож\w+|\bне\b|\bнет\b|\bнельзя\b|\bбез\b|\bотнюдь\b|\bнечего\b|\bнекого\b|\bнекому\b|\bнегде\b"
    ),
    concord=NEVER,
    weak=any_of(
        r"\bне(?!чего|кого|кому|где|возмож)\w{4,}|\bбес\w{4,}|\bбез\w{4,}|\bотсутств\w+|\bразве\b"
        r"|\bкроме случаев\b|\bзапре[тщ]\w*|\bотрица\w+"
        r"|\bлиш[еи]\w+|\bвоздерж\w+|\bлож[ен]\w+|\bложь\b|\bлжив\w+|\bотказ\w+",
    ),
    instead=any_of(r"\bвнезапн\w+|\bстранн\w+|\bредк\w+|\bчуж\w+"),
)

_PRE = r"(?<![\u0621-\u065f\u0671-\u06d3])[وف]?"
_POST = r"(?![\u0621-\u065f\u0671-\u06d3])"
_ONLY = rf"{_PRE}(?:لا|لم|لن|ليس|ليست|أل[اّ]+) (?:[\w«»]+ ){{1,8}}?(?:إلا(?! (?:إذا|أن))|سوى) "
_ARABIC = Lexicon(
    idioms=any_of(
        rf"{_PRE}(?:ما )?لا (?:[يت](?:قل|زيد|تجاوز|زال|زالون)|سيما|بد|شك|محالة|ريب|غنى|مناص){_POST}",
        rf"{_PRE}(?:لم|ما) (?:[يت]زل|زال|زالت|زالوا){_POST}|{_PRE}غير أن\w*{_POST}|{_PRE}غير (?:ذلك|هذا"
        rf"|هذه){_POST}",
        rf"{_PRE}غير (?:ال)?(?:حكومي|سياسي|متمتع|مباشر|رسمي|قانوني)\w*|{_PRE}[لب]?عدم الانتشار{_POST}",
        rf"{_PRE}(?:ليس|لا|لم|لن) (?:\w+ ){{0,4}}?(?:فقط|فحسب){_POST}"
        rf"|{_ONLY}",
        rf"(?:أم|أو) لا{_POST}|{_PRE}وإلا{_POST}|{_PRE}دون (?:سن|ال\w+ة عشرة?|ال\w+ة من العمر|\d+){_POST}|{_PRE}دون (?:تقيد|اعتبار|النظر){_POST}",
    ),
    strong=any_of(
        rf"{_PRE}(?:أف|أ)?(?:(?<![و])لا|لم|لن|لما|ليس|ليست|ليسوا|لسنا|لست|ليسا|أل[اّ]+|لئلا|لكيلا|كيلا"
        rf"|بلا|بدون|دون|دونما"
        rf"|[لب]?عدم|(?:[يت]|س[يت])?تعذر(?:ت)?|(?:ال|[لب])?استحال[ةت]|مستحيل\w*){_POST}"
        rf"|{_PRE}لا[يت](?:مكن|وجد|جب|جوز){_POST}",
    ),
    concord=any_of(rf"\A\s*(?:أنه?\w? |كما )?ولا{_POST}"),
    weak=any_of(
        rf"{_PRE}(?:[لب]?غير|ما عدا|إلا|إلاّ|سوى|خال|خالية|خالٍ|انعدام|[يت]حظر|ممنوع|[يت]منع|نفى|تجهل|[يت]جهل"
        rf"|عجز\w*|قصور\w*|أخفق\w*|فشل\w*|قصر\w*|تقاعس\w*|رفض\w*|[يت]?متنع\w*|امتنع\w*|[يت]خلو|(?:ال)?معطل\w*|تعطيل|(?:ال)?خاط[ئى]\w*|(?:ال)?مفقود\w*|(?:ال)?خاوية|استبعاد|[يتن]نفي|(?:ال)?كاذب\w*|(?:ال)?زائف\w*|أنكر\w*|[يتن]نكر){_POST}",
        r"(?:\A|[.،؛] )و?ما (?!يلي|زال|دام|إذا|لم|ي|ت)\w",
        rf"{_PRE}(?:ال|ل|ب|بال)?(?:حظر|انعدام|خلو|افتقار|رفض|امتناع)\w*",
    ),
    instead=any_of(rf"{_PRE}(?:ال)?(?:مجهول|نادر|قصور|جائر|مفاجئ|غريب)\w*|[إا]بطال"),
)

ARABIC_ONLY = any_of(_ONLY)
"""“Not … but”, which is how Arabic says “only”."""
ARABIC_IF = any_of(rf"{_PRE}إلا (?:إذا|أن|عند|بعد|في|عن)")
"""The second half of “not … but if”, which is how Arabic says “only if”, “only when”."""
ARABIC_ORPHAN = any_of(rf"{_PRE}(?:إلا(?! (?:إذا|أن))|سوى){_POST}")
"""Its second half; without the first it says the opposite."""

_CHINESE = Lexicon(
    idioms=any_of(
        "有罪不罚|大不列颠|不丹|不来梅|无锡|不仅|不但|不论|不管(?!理)|不断|不同(?!意)|不久|不过(?!问)|不得不|必不可少|不可或缺|不可缺少|不一(?!定)|不得已|不光"
        "|不禁|不惜|不只|不单",
        "不行为|不作为|不扩散|不移|不可剥夺|不可分割|不可侵犯|不人道|不平等|不公(?![正开平布])|不法|不当(?!局)|不足|不满(?![足意])|不安(?!全)|不良|不幸"
        "|不利(?!用)|不愧|不止|不时",
        "不少|不多于|不超过|不低于|不迟于|不晚于|迫不得已|不致|不记名|不妨|不定期",
        "非常|非洲|非政府|非自治|非军事|莫非|是非|非正式|非法|绝非易事",
        "无论|无疑|无非|无数|无条件|无私|无视|无偏|无罪|无动于衷|无国籍|无产|无线|无人机|无偿",
        "对不起|不好意思|无障碍|未来|未成年|未免|未婚|没收|沉没|淹没|免费|难免|以免|避免|未必|莫大|莫过于",
    ),
    strong=any_of("没有|不|没|未|无|[并绝而]非|勿|毋|莫|别(?=慌|忘|担心|怕|让|把)"),
    concord=NEVER,
    weak=any_of("非|缺少|停用|禁用|除外|以外|失效|过期|虚假|禁止|缺乏|拒绝|失败|否认|缺席"),
    instead=any_of("错误|有误|短缺|意外|异常|反常|中断|离线|损坏|陌生|突然|罕见|特殊"),
)

SAYS_ONLY = {
    "fr": any_of(
        r"\bseul\w*|\buniquement\b|\bexclusiv\w+|\bexcept\w+|\bsimple\w*|\bunique\w*|\bqu[e’']|\bsauf\b|\bhormis\b",
        r"\bà moins\b|\bavant\b|\bjuste\b|\bautre\w*",
    ),
    "es": any_of(
        r"\bs[oó]lo\b|\bsol[oa]s?\b|\bsolamente\b|\b[uú]nic\w+|\bexclusiv\w+|\bsimplemente\b|\bmeramente\b|\bsino\b",
        r"\bmás que\b|\bsalvo\b|\bexcepto\b|\ba menos\b|\bhasta\b|\bantes\b|\bque no\b",
    ),
    "ru": any_of(
        r"\bтолько\b|\bлишь\b|\bисключительн\w+|\bединствен\w+|\bкроме\b|\bпока\b|\bиначе\b|\bодн\w+|\bодин\b|\bвсего\b",
        r"\bпросто\b|\bдо\b",
    ),
    "zh": any_of("[只仅唯才除单限专独]|之前|以外"),
    "ar": any_of("فقط|إلا|سوى|وحد|فحسب|حصر|مجرد|إنما|قبل|غير|حتى|خاص|ما لم|عدا|واحد"),
}
"""What says “only”, or may say it together with a denial: a denial without any of these is a ban."""

RUSSIAN_ORPHAN = any_of(
    r"\bни(?:кто|кого|кому|кем|что|чего|чему|чем|когда|где|куда|как(?:ой|ая|ое|ие|их|ого|ому|им|ую))\b"
)
"""What Russian cannot say without “не” or “нет” in the same sentence."""

LEXICONS = {
    "en": ENGLISH,
    "fr": _FRENCH,
    "es": _SPANISH,
    "ru": _RUSSIAN,
    "ar": _ARABIC,
    "zh": _CHINESE,
}
