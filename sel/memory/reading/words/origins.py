"""Peoples and languages."""

from __future__ import annotations

from sel.memory.reading.words.lists import words

PEOPLES = words("""afghan albanian algerian american angolan arab argentinian argentine
    armenian australian aussie austrian azerbaijani bangladeshi basque
    belarusian belgian bolivian bosnian brazilian british bulgarian cambodian
    cameroonian canadian catalan chilean chinese colombian congolese corsican
    croatian cuban cypriot czech danish dane dominican dutch ecuadorian
    egyptian english eritrean estonian ethiopian european filipino filipina
    finnish finn flemish french galician georgian german ghanaian greek
    guatemalan haitian hawaiian honduran hungarian icelandic indian indonesian
    iranian iraqi irish israeli italian jamaican japanese jordanian kazakh
    kenyan korean kosovan kurdish kuwaiti latvian lebanese libyan lithuanian
    luxembourgish macedonian malaysian maltese maori māori mexican moldovan
    mongolian moroccan mozambican nepali nepalese nicaraguan nigerian
    norwegian pakistani palestinian panamanian paraguayan persian peruvian
    polish portuguese puerto-rican romanian russian rwandan salvadoran saudi
    scottish scot senegalese serbian sicilian singaporean slovak slovenian
    somali spanish spaniard sri-lankan sudanese swede swedish swiss syrian
    taiwanese tanzanian thai tunisian turkish ugandan ukrainian uruguayan
    uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean kiwi texan
    californian londoner parisian scouse geordie cornish yorkshireman berliner""")

LANGUAGES = PEOPLES | words("""arabic hebrew hindi urdu bengali punjabi tamil telugu malay mandarin
    cantonese swahili farsi latin esperanto yiddish gaelic zulu xhosa
    afrikaans yoruba igbo hausa amharic tagalog bsl asl sign creole sanskrit
    gujarati marathi braille pashto breton sami""")

TECHNICAL = words("""python java javascript typescript rust go golang c cpp kotlin swift ruby
    perl php haskell scala linux windows mac macos ubuntu debian arch fedora
    docker kubernetes git github gitlab vim emacs vscode react vue angular
    django flask postgres postgresql mysql sqlite redis aws azure gcp excel
    firefox chrome safari android ios chatgpt slack teams zoom wayland neovim
    tmux zsh bash fish html css sql json yaml regex cloud server branch folder
    directory main master staging production""")
"""Where programs "move to"; nobody lives there."""
