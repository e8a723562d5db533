"""What people eat, where they go every week, and where they are employed."""

from __future__ import annotations

from sel.memory.reading.words.lists import words
from sel.memory.reading.words.pastimes import DONE, PLAYED

FOODS = words("""alcohol almonds apples aspirin avocado bananas beans beer beetroot bread broccoli
    butter caffeine cashews celery cheese cherries chicken chilli chillies chocolate cilantro
    citrus coconut coffee coriander corn crab cream cucumber curry dairy eggs egg fish
    garlic gin gluten grapefruit grapes hazelnuts honey ibuprofen kiwi kiwis lactose lamb lemon
    lentils lobster mango meat melon milk msg mushroom mushrooms mussels mustard nuts oats octopus
    olives onion onions oranges oysters pasta peaches peanut peanuts peas penicillin pepper peppers
    pineapple pistachios pollen pork potatoes prawns rice rye salmon salt seafood sesame shellfish
    shrimp shrimps soy soya spices spinach squid strawberries sugar sushi sulphites tea tofu
    tomato tomatoes tripe tuna walnuts wheat whisky wine yeast yoghurt liver latex
    perfume wool nickel bees wasps feathers ragweed""")
"""Also medicines and other things a body may refuse."""

WEEKLY = (
    DONE
    | PLAYED
    | words("""choir band church mass mosque synagogue temple therapy
    training practise rehearsal rehearsals bingo quiz physio dialysis market volunteering
    allotment scouts brownies guides bowls orchestra lessons class classes
    gym rugby book-club sabbath shabbat""")
) - words("table go reading board writing")

WORKPLACES = words("""airline airport agency bakery bank bookshop brewery café cafe charity clinic
    college company council courthouse embassy factory farm fintech firm foundry garage gallery
    hospice hospital hotel insurer kitchen lab laboratory law-firm library mill mine museum
    newspaper ngo nursery observatory office orchestra pharmacy prison pub publisher refinery
    restaurant salon school shipyard startup start-up studio supermarket surgery theatre
    university utility warehouse workshop zoo depot post-office dealership butchers""")

TREATED = words("""adhd asthma arthritis angina blood cholesterol coeliac depression diabetes
    epilepsy glaucoma gout heart hypertension ibs lupus migraines nerves reflux thyroid tinnitus
    crohn's parkinson's sciatica psoriasis eczema endometriosis fibromyalgia pcos ptsd dyslexia
    autism narcolepsy coeliac colitis osteoporosis copd hiv cancer epilepsy stammer stutter bipolar
    diabetic""")
"""Conditions one has for long: whoever says "my asthma" has it."""
