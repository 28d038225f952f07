"""Words of opposite sense in six languages, pair by pair: what says one thing, and what says the other.

`sure` says it plainly; `may` may say it too, so that nothing is made of the other side where it occurs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openletter.checks.alternatives import any_of


@dataclass(frozen=True, slots=True)
class Side:
    sure: re.Pattern[str]
    may: re.Pattern[str]


Axis = dict[str, tuple[Side, Side]]
"""Language → the two sides."""


def _side(sure: str, may: str = "") -> Side:
    return Side(any_of(sure), any_of(sure, may) if may else any_of(sure))


_A = r"(?<![\u0621-\u065f])(?:[وفلبك]|ال|وال|بال|لل|فال)?"
_Z = r"(?![\u0621-\u065f])"

LIMIT: Axis = {
    "en": (
        _side(
            r"\bat least\b|\bno (?:fewer|less) than\b|\bnot less than\b|(?<!no )(?<!not )\bmore than\b",
            r"\bminimum\b|\bover\b|\bexceed\w*|\bor more\b|\bmost\b|\bmajority\b|\bmore\b|\babove\b",
        ),
        _side(
            r"\bat most\b|\b(?:no|not) more than\b|(?<!no )(?<!not )\b(?:less|fewer) than\b",
            r"\bmaximum\b|\bup to\b|\bor (?:less|fewer)\b|\bunder\b|\bbelow\b|\bwithin\b|\bless\b|\bfewer\b"
            r"|\bnever\b|\bno longer\b",
        ),
    ),
    "fr": (
        _side(
            r"\bau moins\b|\bau minimum\b|\bpas moins\b|(?<!pas )(?<!non )\bplus d[e’']",
            r"\bminimum\b|\bminimal\w*|\bou plus\b|\bplus\b|\bdépass\w+|\bsupérieur\w*|\bdu moins\b",
        ),
        _side(
            r"\bau plus\b|\bau maximum\b|\bpas plus d[e’']|(?<!pas )\bmoins d[e’']",
            r"\bmaxim\w+|\bou moins\b|\bjusqu\w*|\binférieur\w*|\bà moins\b|\bmoins\b|\ben moins\b",
        ),
    ),
    "es": (
        _side(
            r"\b(?:al|por lo) menos\b|\bcomo mínimo\b|\bno menos de\b|(?<!no )\bmás de\b",
            r"\bmínim\w+|\bo más\b|\bmás\b|\bsuper\w+|\bcuando menos\b",
        ),
        _side(
            r"\bcomo máximo\b|\ba lo sumo\b|\bno más de\b|(?<!no )(?<!lo )\bmenos de\b",
            r"\bmáxim\w+|\bhasta\b|\bo menos\b|\bmenos\b|\binferior\w*",
        ),
    ),
    "ru": (
        _side(
            r"\bне (?:менее|меньше)\b|\bпо (?:крайней|меньшей) мере\b"
            r"|\bкак минимум\b|(?<!не )\bбол(?:ее|ьше) чем\b"
            r"|(?<!не )\b(?:более|больше|свыше) (?=\d|половин)",
            r"\bминим\w+|\bсвыше\b|\bболее\b|\bбольше\b|\bхотя бы\b|\bпревы\w+|\bбольшинств\w+",
        ),
        _side(
            r"\bне (?:более|больше|свыше)\b|\bкак максимум\b|(?<!не )\b(?:менее|меньше) чем\b"
            r"|(?<!не )\b(?:менее|меньше) (?=\d|половин)",
            r"\bмаксим\w+|\bменее\b|\bменьше\b|\bдо\b|\bне превы\w+|\bникогда\b",
        ),
    ),
    "ar": (
        _side(
            r"على الأقل|لا [يت]قل|(?<!ليس )(?<!لا )(?<!على )أكثر من|كحد أدنى",
            r"الأدنى|[يت]زيد|أكثر|تجاوز|فوق|معظم|ما فوق",
        ),
        _side(
            r"على الأكثر|لا [يت]زيد|لا [يت]تجاوز|كحد أقصى|(?<!لا )(?<!ال)أقل من|ليس أكثر من",
            r"الأقصى|أقصاه|حتى|دون|أقل|سوى|لا تتعدى",
        ),
    ),
    "zh": (
        _side("至少|最少|不少于|不低于|(?<!不)超过|(?<!不)多于|一半以上", "以上|逾|多"),
        _side("至多|最多|不超过|不多于|(?<!不)少于|不到|不足", "以下|以内|之内|低于|未满|少"),
    ),
}

TIME: Axis = {
    "en": (
        _side(
            r"\bbefore\b|\bprior to\b",
            r"\bearlier\b|\bby\b|\bprevious\w*|\bprior\b|\buntil\b"
            r"|\bpre-\w+|\bago\b|\bformer\w*|\balready\b|\bpast\b",
        ),
        _side(
            r"(?<!day )\bafter\b",
            r"\bfollow\w*|\bonce\b|\bupon\b|\bsince\b|\blater\b"
            r"|\bsubsequent\w*|\bthen\b|\bnext\b|\bpost\b|\bhaving\b"
            r"|\bwhen\b|\bfrom\b|\bwithin\b|\bwake\b|\bthere\b|\bbehind\b"
            r"|\bbeyond\b|\bend\w*|\bfurther\b|\bon\b|\bpursu\w+"
            r"|\blong\b|\bultimate\w*|\bresult\w*|\bin light\b|\bagain\b|\byet\b|\bremot\w+|\bstill\b",
        ),
    ),
    "fr": (
        _side(
            r"\bavant\b",
            r"\bpréala\w+|\bd’ici\b|\bdevant\b|\bprécéd\w+|\bantéri\w+|\bjusqu\w+|\bau plus tard\b",
        ),
        _side(
            r"\baprès\b|\bdepuis\b",
            r"\bpostérie\w+|\bsuite\b|\bsuivant\w*|\bune fois\b|\bdepuis\b|\bdès\b|\bensuite\b|\bpuis\b",
        ),
    ),
    "es": (
        _side(
            r"\bantes del?\b",
            r"\bantes\b|\bpreviamente\b|\bprevi\w+|\bante\b|\banterior\w*|\bhasta\b|\ba más tardar\b",
        ),
        _side(
            r"\bdespués del?\b|\btras\b",
            r"\bdespués\b|\bposterior\w*|\bluego\b|\buna vez\b|\bdesde\b|\bsigui\w+",
        ),
    ),
    "ru": (
        _side(
            r"\bдо(?= \d)|\bдо того\b|\bраньше\b|\bперед тем\b"
            r"|\bдо (?:суда|вынесения|начала|окончания|войны)\b",
            r"\bдо\b|\bперед\b|\bпрежде\b|\bранее\b|\bнакануне\b|\bк\b|\bпред\w+|\bпозднее\b",
        ),
        _side(
            r"\bпосле\b",
            r"\bспустя\b|\bпо истечении\b|\bвпоследствии\b|\bвслед\b"
            r"|\bпоследующ\w*|\bс\b|\bзатем\b|\bпо\b|\bчерез\b",
        ),
    ),
    "ar": (
        _side(rf"{_A}قبل{_Z}(?! [ا-ي]+ من)", r"قبل|سابق|أمام|حتى|مسبق|من قبل|في موعد"),
        _side(r"(?<![\u0621-\u065f])(?:[وف])?بعد (?=[\w])", r"بعد|عقب|لاحق|إثر|منذ|ثم|تال"),
    ),
    "zh": (
        _side("之前|以前", "前|先|早|截止|截至|期限|预"),
        _side("之后|以后", "后|再|起|经|自"),
    ),
}

SHARE: Axis = {
    "en": (
        _side(
            r"(?<!at )(?<!of )(?<!not )\ball\b(?! the more)"
            r"|(?<!not )\bevery(?:one|body|thing)?\b|(?<!not )\balways\b",
            r"\beach\b|\bany\w*|\bwhole\b|\bentire\w*|\ball\b"
            r"|\bboth\b|\bfull\w*|\bno\b|\bever\b|\bthroughout\b",
        ),
        _side(
            r"\bsome(?:times)?\b(?! \d)|\boccasional\w*|\bcertain\b",
            r"\bsome\w*|\bfew\b|\bseveral\b|\ba number of\b|\bpart\b"
            r"|\bmany\b|\bsuch\b|\bparticular\w*|\bindividual\w*"
            r"|\bone\b|\bother\w*|\bnumerous\b|\bany\w*|\beven\b"
            r"|\bspecific\w*|\bselect\w*|\bspecial\b|\bvarious\b"
            r"|\bonly\b|\bsingle\b|\bdifferent\b|\bmore\b|\bmost\b|\ba\b|\ban\b",
        ),
    ),
    "fr": (
        _side(
            r"\btou(?:s|tes)\b|\btoujours\b",
            r"\btoute?\b|\bchaqu\w+|\bchacun\w*|\bensemble\b"
            r"|\btotal\w*|\bentier\w*|\bintégral\w*|\bquiconque\b"
            r"|\bsans cesse\b|\ben permanence\b|\bquel\w*",
        ),
        _side(r"\b[cC]ertain(?:s|es)\b|\bquelques(?:-un\w*)?\b|\bparfois\b|\bquelquefois\b"),
    ),
    "es": (
        _side(
            r"\btod[oa]s\b|\bsiempre\b",
            r"\btodo\b|\btoda\b|\bcada\b|\btotal\w*|\bconjunto\b|\benter\w+|\bcualquier\w*|\bplen\w+",
        ),
        _side(r"\balgun[oa]s\b|\bcierto?a?s\b|\ba veces\b|\ben ocasiones\b|\bunos cuantos\b"),
    ),
    "ru": (
        _side(
            r"\bвсе[хм]?\b|\bвсеми\b|\bвсегда\b",
            r"\bвс[еёяю]\w*|\bвесь\b|\bкажд\w+|\bлюб\w+|\bцел\w+|\bполн\w+|\bнеизменн\w+|\bпостоянн\w+",
        ),
        _side(r"\bнекотор\w+|\bиногда\b|\bпорой\b|\bкое-\w+"),
    ),
    "ar": (
        _side(
            rf"{_A}(?:جميع|كافة|دائما|دوما){_Z}|{_A}كل{_Z}",
            r"كل|جميع|كافة|دائم|دوم|أي|كامل|شامل|مجموع|عموم|قاطبة",
        ),
        _side(rf"{_A}بعض(?:هم|ها)?{_Z}|أحيانا"),
    ),
    "zh": (
        _side("所有|全部|一切|始终|总是|永远", "都|各|每|任何|凡|全|皆|均|一律|人人|一直|总"),
        _side("一些|某些|有些|有时|部分人"),
    ),
}

LAW: Axis = {
    "en": (
        _side(
            r"\blawful(?:ly|ness)?\b|\blegal(?:ly|ity)?\b|\blicit\b|\blegitimate(?:ly)?\b",
            r"\blaw\w*|\blegis\w+",
        ),
        _side(
            r"\bunlawful\w*|\billegal\w*|\billicit\w*|\billegitimate\w*",
            r"\barbitrar\w+|\bwrongful\w*|\bextra\w*|\bviolat\w+|\boutlaw\w*|\bwithout\b|\bprohibit\w*",
        ),
    ),
    "fr": (
        _side(
            r"\blicites?\b|\bléga(?:l|le|les|lement|lité|ux)\b|\blégitim\w+",
            r"\bl[ée]g\w+|\bdroit\w*|\bjuridi\w+",
        ),
        _side(
            r"\billicit\w+|\billéga\w+|\billégitim\w+",
            r"\bcontraire\w*|\barbitrair\w*|\bextrajudic\w+|\babusi\w+",
        ),
    ),
    "es": (
        _side(r"\blícit\w+|\blegal(?:es|mente|idad)?\b|\blegítim\w+", r"\bleg\w+|\bderecho\w*|\bjurídic\w+"),
        _side(
            r"\bilícit\w+|\bilegal\w*|\bilegítim\w+",
            r"\bcontrari\w+|\barbitrari\w+|\bextrajudic\w+|\bindebid\w+",
        ),
    ),
    "ru": (
        _side(r"\bзаконн\w+|\bправомерн\w+|\bлегальн\w+|\bлегитимн\w+", r"\bзакон\w*|\bправ\w+|\bюрид\w+"),
        _side(
            r"\bнезаконн\w+|\bнеправомерн\w+|\bпротивоправн\w+|\bпротивозаконн\w+|\bнелегальн\w+",
            r"\bпроизвольн\w+",
        ),
    ),
    "ar": (
        _side(
            r"(?<!غير )(?<!غير ال)(?<![\u0621-\u0626\u0628-\u0643\u0645-\u065f])"
            r"(?:ال)?(?:قانوني|مشروع|شرعي)[اةً]*(?![\u0621-\u065f])",
            r"قانون|شرع|مشروع",
        ),
        _side(r"غير (?:ال)?(?:قانوني|مشروع|شرعي|نظامي)\w*", r"تعسف|خارج|مخالف|تنتهك|انتهاك"),
    ),
    "zh": (
        _side("(?<!不)合法|正当(?!防)|(?<!不)合乎?法", "法律|依法|权利"),
        _side("非法|违法|不合法|不法", "任意|违反|法外"),
    ),
}

WILL: Axis = {
    "en": (
        _side(
            r"\baccepted\b|\bagreed to\b|\bconsented\b|\bconfirm(?:s|ed)?\b"
            r"|\badmit(?:s|ted)?\b|\badopted\b|\bapproved\b",
            r"\baccept\w*|\bagree\w*|\ballow\w*|\bpermi\w+|\bconsent\w*"
            r"|\badopt\w*|\bapprov\w*|\brecogni\w+|\btak\w+|\btook\b"
            r"|\breceiv\w+|\bdecid\w+|\bauthor\w+|\bassum\w+"
            r"|\bundert\w+|\bpass\w*|\baffirm\w*|\backnowledg\w*"
            r"|\bconfirm\w*|\badmi\w+|\bemphasi\w+|\bstress\w*"
            r"|\bassert\w*|\bmeasur\w*|\breaffirm\w*|\bmade\b|\bmake\w*"
            r"|\bconsider\w*|\bresol\w+|\binsist\w*|\bhost\w*"
            r"|\bsuffer\w*|\bend\b|\benact\w*|\bestablish\w*|\benter\w*",
        ),
        _side(
            r"\brefus(?:e|es|ed|ing|al)\b|\breject(?:s|ed|ion)?\b|\bden(?:y|ies|ied)\b",
            r"\bdeni\w*|\bdeny\w*|\brefus\w*|\breject\w*|\bdeclin\w*"
            r"|\bprohibit\w*|\bforbid\w*|\bban\w*|\bfail\w*|\bwithdr\w+"
            r"|\bgive up\b|\bgave up\b|\babandon\w*|\brenounc\w*"
            r"|\bdisclaim\w*|\bdismiss\w*|\bunable\b|\bdepriv\w*"
            r"|\bimmun\w+|\bwaiv\w+|\bcannot\b|\bwithout\b|\bdisown\w*|\boppos\w+|\bresist\w+",
        ),
    ),
    "fr": (
        _side(
            r"\bacceptée?s?\b|\baccepte\w*|\bconsent\w*|\bconfirm\w+"
            r"|\badmet\w*|\badmis\w*|\badopté\w*|\bapprouv\w+",
            r"\baccept\w+|\bautoris\w+|\bperm\w+|\badopt\w+|\bapprou\w+|\breconn\w+|\baffirm\w+|\bvot\w+",
        ),
        _side(
            r"\brefus\w+|\brejet\w+|\bni(?:e|ent|é|ée|ait|aient|ons|er)\b|\bdément\w*|\bdéclin\w+",
            r"\binterdi\w+|\bprohib\w+|\bprivé\w*|\bprivation\w*|\bdéni\w*|\bsans\b|\bdébout\w+"
            r"|\bécart\w+|\brepouss\w+|\brécus\w+|\bcontest\w+|\bdémen\w+|\bnier\b|\boppos\w+",
        ),
    ),
    "es": (
        _side(
            r"\baceptó\b|\baceptaron\b|\bacept\w+|\bconfirm\w+"
            r"|\badmiti\w+|\baprob\w+|\baprueb\w+|\badopt\w+",
            r"\bconsint\w*|\bautoriz\w+|\bpermi\w+|\breconoc\w+|\bafirm\w+",
        ),
        _side(
            r"\brechaz\w+|\bneg(?:ar|ó|aron|amos|aba|aban|ado|ada|ativa)\b"
            r"|\bnieg\w+|\bdeneg\w+|\bdesmint\w*|\brehus\w+",
            r"\bprohib\w+|\bpriv\w+|\bsin\b|\bdesestim\w+|\bdesech\w+"
            r"|\bdescart\w+|\brepudi\w+|\bneg\w+|\bdesmen\w+|\bopon\w+|\bopus\w+",
        ),
    ),
    "ru": (
        _side(
            r"\bсогласил\w+|\bподтвер\w+|\bодобр\w+|\bпринят\w+|\bпринял\w*|\bпризнал\w*",
            r"\bсоглас\w+|\bприн\w+|\bразреш\w+|\bпозвол\w+|\bпризна\w+|\bутвер\w+",
        ),
        _side(
            r"\bотказ\w+|\bотверг\w+|\bотклон\w+|\bотрица\w+|\bопроверг\w+",
            r"\bзапре\w+|\bлиш\w+|\bбез\b|\bотве[рд]\w+|\bотмет\w+"
            r"|\bопровер\w+|\bоспари\w+|\bвозра\w+|\bпротив\w*",
        ),
    ),
    "ar": (
        _side(
            rf"{_A}(?:وافق|[يتن]وافق|[يتن]ؤكد|أكد|أقر|اعترف|اعتمد|المعتمد|المعتمدة)(?:ت|وا|نا)?{_Z}",
            r"واف|ؤكد|أكد|تأكيد|أقر|اعتر|اعتم|معتم|قبل|سمح|إقرار|تسلم",
        ),
        _side(
            rf"{_A}(?:رفض|[يتن]رفض|نفى|[يتن]نفي|أنكر|[يتن]نكر|المرفوض)(?:ت|وا|نا|ة)?{_Z}",
            r"رفض|نفى|نفي|نكر|حظر|منع|حرم|امتن|دون |عدم |غير |دحض|استبعد|طعن|عارض|معارض",
        ),
    ),
    "zh": (
        _side(
            "(?<!不)同意|(?<!不)接受|承认|证实|(?<!不)批准|通过的|(?<!不)确认",
            "通过|同意|接受|允许|确认|批准|采|受",
        ),
        _side("拒绝|否认|否决|驳回|拒不", "禁止|不允|不准|剥夺|拒|不受理|推翻|抵制|排除|回绝|谢绝|反对|不予"),
    ),
}

TRUTH: Axis = {
    "en": (
        _side(r"\btrue\b|\bguilty\b", r"\btru\w+|\bguilt\w*|\breal\w*|\bfact\w*|\bfair\b|\bconvict\w*"),
        _side(
            r"\bfalse\b|\buntrue\b|\binnocent\b",
            r"\bfals\w+|\bli(?:e|es|ed)\b|\bwrong\w*|\bmislead\w*|\binnocen\w+|\bfabricat\w*|\bnot\b",
        ),
    ),
    "fr": (
        _side(r"\bvraie?s?\b|\bcoupables?\b|\bvéridiques?\b", r"\bvéri\w+|\bculpab\w+"),
        _side(r"\bfau(?:x|sse|sses)\b|\bmensong\w+|\binnocent\w*", r"\binnocen\w+|\bne\b|\bn’"),
    ),
    "es": (
        _side(r"\bverdader\w+|\bculpables?\b|\bverídic\w+", r"\bverd\w+|\bculpa\w*|\bcierto\b"),
        _side(r"\bfals[oa]s?\b|\bmentira\w*|\binocentes?\b", r"\binocen\w+|\bfals\w+|\bno\b"),
    ),
    "ru": (
        _side(r"\bправдив\w*|\bвиновн\w+|\bвиновен\b", r"\bправд\w*|\bвин\w+|\bистин\w+"),
        _side(r"\bложн\w+|\bложен\b|\bложь\b|\bневинов\w+", r"\bлож\w*|\bлжи\w*|\bневин\w+|\bне\b"),
    ),
    "ar": (
        _side(rf"{_A}(?:صادق|صحيح|مذنب)[اةً]*{_Z}", r"صدق|صادق|صحيح|صحة|حقيق|ذنب|إدان|دين"),
        _side(rf"{_A}(?:كاذب|زائف|بريء)[اةً]*{_Z}", r"كذب|كاذب|زائف|بريء|براءة|غير|لا "),
    ),
    "zh": (
        _side("真实的|属实|有罪(?!不)", "真|有罪|实"),
        _side("虚假|不实|无辜|无罪", "假|无罪|谎|冤|不"),
    ),
}

DETENTION: Axis = {
    "en": (
        _side(
            r"\bdetained\b|\barrested\b|\bimprisoned\b|\babducted\b",
            r"\bdet\w+|\barrest\w*|\bimprison\w*|\bprison\w*|\bjail\w*"
            r"|\bheld\b|\bhold\w*|\bcustody\b|\babduct\w*|\bcap\w+",
        ),
        _side(
            r"\breleased?\b|\bfreed\b|\bliberated\b",
            r"\breleas\w*|\bfree\w*|\bliber\w+|\bpublish\w*|\blet go\b|\bescap\w*|\bright\w*",
        ),
    ),
    "fr": (
        _side(
            r"\bdétenue?s\b|\barrêtée?s?\b|\bemprisonn\w+"
            r"|\bincarcér\w+",
            r"\bdéten\w+|\barrêt\w+|\bprison\w*",
        ),
        _side(r"\blibérée?s?\b|\brelâch\w+|\bremise?s? en liberté\b", r"\blibér\w+|\blibert\w+|\blibre\w*"),
    ),
    "es": (
        _side(
            r"\bdetenid[oa]s?\b|\barrestad[oa]s?\b|\bencarcelad[oa]s?\b",
            r"\bdeten\w+|\barrest\w+|\bpres[oa]s?\b",
        ),
        _side(
            r"\bliberad[oa]s?\b|\bpuest[oa]s? en libertad\b|\bexcarcelad[oa]s?\b", r"\bliber\w+|\blibre\w*"
        ),
    ),
    "ru": (
        _side(
            r"\bзадержан\w*|\bарестован\w*|\bзаключен(?:ы|о|а)?\b",
            r"\bзадерж\w+|\bарест\w+|\bзаключ\w+|\bстраж\w+",
        ),
        _side(
            r"\bосвобожден(?:ы|о|а)?\b|\bотпущен\w*|\bосвобождён(?:ы|о|а)?\b",
            r"\bосвобо\w+|\bотпу\w+|\bсвобод\w+",
        ),
    ),
    "ar": (
        _side(
            rf"{_A}(?:احتجز|اعتقل|سجن|احتجاز|اعتقال)(?:ت|وا)?{_Z}|احتُجز|اعتُقل",
            r"حتجز|احتجاز|عتقل|عتقال|سجن|سجين|سجناء|وقف|محتجز",
        ),
        _side(rf"أُ?فرج عن|{_A}الإفراج عن|أُ?طلق سراح|إطلاق سراح", r"فرج|إفراج|طلق|إطلاق|حرر|تحرير|حرية"),
    ),
    "zh": (
        _side("被拘留|被捕|被逮捕|被关押|遭拘留", "拘|捕|押|监|囚|禁"),
        _side("获释|释放|被放|获得自由", "释|放|自由"),
    ),
}

AXES = (LIMIT, TIME, SHARE, LAW, WILL, TRUTH, DETENTION)
TURNED_BY_DENIAL = (LAW, TRUTH, DETENTION)
"""Where the same word in both, and a denial of it in the translation alone, is the opposite too."""
