"""The wordings in which people ask something of the memory; `requests` reads them."""

from __future__ import annotations

from typing import Literal

Ask = Literal[
    "forget",
    "forget_all",
    "dont_keep",
    "what_do_you_know",
    "stop",
    "start",
    "why",
    "yes",
    "no",
]
"""What can be asked of the memory."""

_LEAD = (
    r"(?:(?:hey|hi|ok|okay|oh|so|and|also|but|btw|sel|yes|well|now|actually|"
    r"please|pls|plz|just|then|wait|no|hm+|sorry|"
    r"by the way|from now on|right|good|thanks|alright|you know what|for now|"
    r"kindly|on second thoughts?|look|listen|quick question|tell me|honestly|"
    r"seriously)[,:!. ]+)*"
)
_ASK = (
    r"(?:(?:can|could|would|will) (?:you|u) (?:please |pls |just |kindly |maybe "
    r")*|i(?:['’]d| would) (?:like|love|prefer) (?:you to |for you to |it if you "
    r"(?:would |could )?)|"
    r"i want you to |i need you to |you (?:can|should|must|may|could) (?:please |"
    r"just )?|would you mind |(?:please|pls) |let['’]?s |make sure (?:you |to )|"
    r"be sure to )?(?:please |just )?"
)
_START = rf"{_LEAD}{_ASK}"
_NOT = (
    r"(?:(?:do not|don['’]?t|dont|never|not|not to|(?:you )?need ?n['’]?t|(?:you )?need not|"
    r"(?:you )?must ?n['’]?t|(?:you )?should ?n['’]?t)(?: (?:ever|you dare))?) "
    r"(?:please )?"
)
_KEEP = (
    r"(?:remember|rember|remeber|memori[sz]e|keep|save|store|record|write down|"
    r"log|note(?: down)?|retain|hold on to|make a (?:note|memory) (?:of|out of))"
)
_THIS = (
    r"(?:that|this|it|any of (?:this|that|it)|what i(?:['’]ve)? (?:just )?(?:said|"
    r"told you|wrote|typed)|the last (?:thing|message|bit|one)|my last message|"
    r"this (?:message|bit|one|part|conversation|chat)|that (?:message|bit|one|"
    r"part|last bit|last one|last message|sentence))"
)
_ABOUT_ME = (
    r"(?:(?:things?|stuff|anything|everything|what i (?:say|tell you|said)|facts|"
    r"details|information|info|my (?:stuff|things|data)|all this|all that|all of "
    r"this|me)(?: (?:about|on|from) me| i (?:say|tell you|said|write)| of mine)?|"
    r"about me)"
)
_END = (
    r"(?:[ ,]+(?:please|pls|plz|ok|okay|thanks|thank you|from now on|any ?more|anywhere|"
    r"anymore|for now|again|right now|now|so far|yet|at all|for me|sel|will you|"
    r"would you|if you (?:can|could|would)|from your memory|in your memory|to "
    r"memory|either|though))*\s*$"
)
_ERASE = (
    r"(?:forget|forgot|forgett|unlearn|unremember|delete|erase|remove|wipe|scrub|drop|clear|"
    r"purge|discard|get rid of|lose)"
)
_MEMORY = (
    r"(?:(?:from|in|out of|off) (?:your|the) (?:memory|memories|records?|mind|"
    r"database|storage|store|notes))"
)
_ALL = (
    r"(?:everything|all|it all|all of it|all that|all of that|anything|all (?:the "
    r")?(?:things|stuff|facts)|all (?:of )?(?:my|the|your) (?:memories|memory|"
    r"data|information|info|stuff)|"
    r"my (?:data|memories|information|records?)|(?:your|the|my) (?:whole |entire "
    r")?(?:memory|memories)|every(?:thing|\s?bit) (?:about|of) me|me)"
    r"(?: (?:that )?(?:you(?:['’]ve)? (?:(?:have|ever|already) )?(?:know|knew|"
    r"remember|kept|stored|saved|learned|learnt|have|got|recorded|noted)|you have "
    r"on|i(?:['’]ve)? (?:ever )?(?:told you|said|ever said|shared))|"
    r" ?(?:of|about|on|from) (?:me|myself|us)|(?: completely| entirely| now))*"
)
PATTERNS: tuple[tuple[Ask, str], ...] = (
    ("dont_keep", rf"{_START}{_NOT}{_KEEP} {_THIS}(?: down)?(?: {_MEMORY})?{_END}"),
    ("dont_keep", rf"{_START}{_NOT}(?:write|jot|put|take) {_THIS} down{_END}"),
    (
        "dont_keep",
        rf"{_LEAD}.{{0,60}}\b(?:(?:just|stays?|is|be|remains?|['’]s) )+between (?:us|you and me|"
        rf"ourselves|you and i|the two of us){_END}",
    ),
    (
        "dont_keep",
        rf"{_LEAD}(?:this|that|the next|the last) (?:one|bit|part)? ?(?:['’]s|is) (?:not|n['’]t) "
        rf"for "
        rf"(?:your|the) (?:memory|records?|keeping|notes){_END}",
    ),
    (
        "dont_keep",
        rf"{_START}(?:not|no need to|you don['’]?t (?:need|have) to|there['’]?s no "
        rf"need to|rather not|i don['’]?t want you to|i(?:['’]d| would) (?:rather|"
        rf"prefer)(?: (?:if )?you)? (?:not|didn['’]?t|don['’]?t)|i do not want you to) "
        rf"{_KEEP} {_THIS}(?: down)?{_END}",
    ),
    (
        "dont_keep",
        rf"{_LEAD}(?:(?:this|that|the next (?:bit|part|thing)|what i(?:['’]m about "
        rf"to)? (?:say|tell you|said)|keep (?:this|that|it)|let['’]?s keep (?:this|"
        rf"that)) (?:is |stays |stay |be |just )?)?(?:strictly )?(?:off the record|"
        rf"just between us|between (?:you and me|us) only|not for (?:the record|"
        rf"keeping|your memory))\b.*",
    ),
    (
        "dont_keep",
        rf"{_START}(?:keep|leave) (?:this|that|it) out of (?:your|the) (?:memory|"
        rf"memories|records|notes){_END}",
    ),
    (
        "dont_keep",
        rf"{_START}(?:this|that|it) (?:should(?:n['’]?t| not)|must not|mustn['’]?t|"
        rf"need not|doesn['’]?t need to|does not need to) be (?:remembered|kept|saved|"
        rf"stored){_END}",
    ),
    (
        "stop",
        rf"{_START}(?:stop|quit|cease|no more|pause) (?:(?:remembering|memori[sz]ing|"
        rf"storing|saving|recording|keeping|collecting|tracking|logging|noting|taking "
        rf"notes|(?:keeping|taking|making) (?:notes|records|memories|facts))(?: "
        rf"(?:about|on|of))?(?: {_ABOUT_ME}| (?:things|stuff|anything))?|learning "
        rf"(?:things |stuff |more )?about me|your memory|the memory){_END}",
    ),
    (
        "stop",
        rf"{_START}{_NOT}{_KEEP} (?:{_ABOUT_ME}|(?:any ?thing|things|stuff)(?: "
        rf".{{0,30}})?|my (?:words|messages|conversations|chats)|our (?:chats|"
        rf"conversations|talks)){_END}",
    ),
    (
        "stop",
        rf"{_START}(?:(?:turn|switch|shut) (?:off )?(?:your |the |my )?memory(?: off)?|"
        rf"(?:turn|switch) off (?:remembering|the remembering)|disable (?:your |the "
        rf")?memory|i (?:withdraw|revoke|take back) (?:my )?consent|i don['’]?t "
        rf"(?:want|consent to)(?: you)?(?: to)? (?:be remembered|remember(?:ing)? "
        rf"(?:me|things about me|anything|stuff|anything about me)|keep (?:things|"
        rf"anything|stuff)(?: about me)?|to be remembered))\b{_END}",
    ),
    (
        "start",
        rf"{_START}(?:start|begin|resume|go back to|continue|keep on) (?:remembering|"
        rf"memori[sz]ing|keeping|storing|saving|learning)(?: {_ABOUT_ME}| about "
        rf"me)?(?: again)?{_END}",
    ),
    (
        "start",
        rf"{_START}(?:(?:turn|switch) (?:on )?(?:your |the |my )?memory(?: (?:back "
        rf")?on)?|enable (?:your |the )?memory|(?:turn|switch) (?:back )?on (?:your |"
        rf"the )?memory|you (?:can|may|are allowed to|['’]re allowed to|have my "
        rf"permission to|have my consent to) (?:now )?(?:remember|keep|store|save)(?: "
        rf"{_ABOUT_ME})?|i (?:give you (?:my )?)?consent to (?:being remembered|you "
        rf"remembering (?:me|things about me))|i want you to remember (?:me|things "
        rf"about me|things)|remember things about me){_END}",
    ),
    (
        "what_do_you_know",
        rf"{_START}(?:tell me |show me |list )?(?:what|everything|all|anything)(?: "
        rf"(?:exactly|all|else|things|facts|stuff|sort of things|kind of things))?(?: "
        rf"that)? (?:do |did |have |can |could )?(?:you|u)(?:['’]ve)? (?:really |"
        rf"actually |still |even |already |currently )?(?:know|remember|recall|have|"
        rf"got|kept|keep|stored|saved|learned|learnt|noted|remembered|store|tell "
        rf"me)(?: (?:stored|saved|noted|kept|written down|remembered|in (?:your "
        rf")?memory|on record))? ?(?:(?:about|of|on|regarding|concerning) "
        rf"(?P<about>.+?)|in your memory|so far)?{_END}",
    ),
    (
        "what_do_you_know",
        rf"{_START}(?:do|did|can) (?:you|u) (?:still |even |actually |happen to "
        rf")?(?:know|remember|recall|have) (?:anything|something|things|stuff|much|"
        rf"what i (?:said|told you)) (?:stored |saved |noted )?(?:about|on|of) "
        rf"(?P<about>.+?){_END}",
    ),
    (
        "what_do_you_know",
        rf"{_START}(?:what|which) (?:memories|facts|things|notes)(?: (?:about|of|on) me)? (?:do|"
        rf"did|have) you "
        rf"(?:have|kept|keep|got|know|remember|store|stored)(?: (?:stored|saved|kept))?(?: "
        rf"(?:about|of|on) "
        rf"(?P<about>.+?))?{_END}",
    ),
    (
        "what_do_you_know",
        rf"{_START}what (?:did i (?:ever )?(?:tell|say to) you|have i (?:ever )?told "
        rf"you|did i say|have i said) about (?P<about>.+?){_END}",
    ),
    (
        "what_do_you_know",
        rf"{_START}(?:(?:show|list|tell) (?:me )?(?:all )?|what(?:['’]s| is)(?: there)? (?:in )?)"
        rf"(?:(?:of )?your memor(?:y|ies)|"
        rf"what(?:['’]s| is) in your memory|my memories|the memories)(?: (?:about|of) "
        rf"(?P<about>.+?))?{_END}",
    ),
    (
        "why",
        rf"{_START}(?:why|how come|what made you|how) (?:did |do |would |have |are |"
        rf"were )?(?:you|u)(?: even)? (?:just )?(?:bring(?:ing)?|brought|mention(?:ing|"
        rf"ed)?|say(?:ing)?|remember(?:ed|ing)?|recall(?:ed|ing)?|know|knew|think of|"
        rf"came up with|come up with|refer(?:ring)? to) (?:that|this|it|about that|my "
        rf"\w+|me that)(?: up)?(?: just now)?{_END}",
    ),
    (
        "why",
        rf"{_START}(?:why|where) (?:did|does|do|has|have) (?:that|this|it) (?:come|"
        rf"came) (?:up|from)(?: just now)?{_END}",
    ),
    (
        "why",
        rf"{_START}(?:where|how) (?:did|do) you (?:get|have|know|learn) (?:that|this|"
        rf"it)(?: from)?{_END}",
    ),
    ("forget_all", rf"{_START}{_ERASE} {_ALL}(?: {_MEMORY})?{_END}"),
    (
        "forget",
        rf"{_START}{_ERASE} (?:(?:about )?what i(?:['’]ve)? (?:just )?(?:said|told you|"
        rf"mentioned|wrote|shared) (?:earlier |before |yesterday |just now |today |"
        rf"once )*(?:about|regarding|on|of) )(?P<about>.+?)(?: {_MEMORY})?{_END}",
    ),
    (
        "forget",
        rf"{_START}{_ERASE} (?:everything|anything|all|all the (?:things|stuff)|"
        rf"whatever|the (?:thing|things|stuff|part|bit|memory|memories|facts?)|"
        rf"memories|that memory|all memories)(?: (?:that )?(?:you(?:['’]ve)? (?:know|"
        rf"remember|have|kept|stored|saved)|i(?:['’]ve)? (?:ever )?(?:said|told you|"
        rf"mentioned)))? ?(?:about|of|on|regarding|with|concerning) (?P<about>.+?)(?: "
        rf"{_MEMORY})?{_END}",
    ),
    (
        "forget",
        rf"{_START}(?:forget|unlearn|delete|erase|remove|wipe) (?:(?:about )?(?:the "
        rf"last (?:thing|one|memory|message)(?: (?:i said|i told you|you (?:kept|"
        rf"remembered|saved|noted|stored)))?|what (?:i just (?:said|told you|wrote)|"
        rf"you just (?:kept|saved|noted|remembered|stored))|what i(?:['’]ve)? (?:said|"
        rf"told you)|that (?:last )?(?:one|memory|thing|bit|message)|that i (?:just "
        rf")?(?:said|told you) (?:that|this))|(?:that|this|it)(?: {_MEMORY}))(?: "
        rf"{_MEMORY})?{_END}",
    ),
    (
        "forget",
        rf"{_START}{_ERASE} (?:what|whatever|all|everything|anything) (?:that )?(?:you|"
        rf"u)(?:['’]ve)? "
        rf"(?:have|know|remember|kept|got|stored|saved|noted)(?: (?:stored|saved|kept|noted|got))? "
        rf"(?:about|on|of|regarding) (?P<about>.+?)(?: {_MEMORY})?{_END}",
    ),
    (
        "forget",
        rf"{_START}(?:{_ERASE}|take|strike) (?:(?:that|this|it|that one|the last one) {_MEMORY}|"
        rf"(?:that|this|the last) (?:memory|note)){_END}",
    ),
    ("forget", rf"{_START}forget that{_END}"),
    (
        "forget",
        rf"{_START}forget (?:(?:about )?the fact )?that (?P<about>(?:i|i['’]\w+|im|my|"
        rf"we|our)\b.+?){_END}",
    ),
    (
        "forget",
        rf"{_START}(?:forget|unlearn|delete|erase|remove|wipe)(?: about)? "
        rf"(?P<about>(?:my|our|the|his|her|their|that|all|every)\b.+?)(?: "
        rf"{_MEMORY}){_END}",
    ),
    (
        "forget",
        rf"{_LEAD}(?:please |pls )?(?:(?:can|could|would|will) you (?:please )?|i want "
        rf"you to |i(?:['’]d| would) like you to )?(?:please )?(?:forget|unlearn)(?: "
        rf"about)? (?P<about>my .+?){_END}",
    ),
)
