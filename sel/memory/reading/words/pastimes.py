"""What people do for its own sake, over years."""

from __future__ import annotations

from sel.memory.reading.words.lists import words

PLAYED = words("""accordion badminton banjo baritone baseball basketball bass bassoon
    billiards board boardgames bridge cello chess clarinet cornet cricket
    darts didgeridoo drums dulcimer fiddle flute football golf go guitar
    handball harmonica harp hockey horn hurling keyboard keyboards korfball
    lacrosse lute mandolin netball oboe organ padel percussion petanque piano
    polo pool recorder rugby saxophone sax shogi snooker softball squash tabla
    table tennis theremin trombone trumpet tuba tuba ukulele uke viola violin
    volleyball waterpolo xylophone zither d&d dungeons rounders bagpipes""")

DONE = words("""aikido archery athletics ballet baking ballroom bee-keeping beekeeping
    birdwatching birding bouldering boxing calligraphy camping canoeing
    carpentry ceramics chess climbing cooking crochet crocheting crossfit
    crosswords curling cycling dancing diving drawing embroidery fencing
    fishing gardening genealogy geocaching gymnastics hiking horse-riding
    improv judo jogging jiu-jitsu juggling karate kayaking kickboxing knitting
    krav kung marathons martial meditation model mountaineering needlework
    origami orienteering painting parkour paragliding photography pilates
    poetry pottery puzzles quilting reading riding rowing running sailing
    sculpting sewing singing skateboarding skating skiing snowboarding
    stand-up stargazing surfing swimming taekwondo tai tennis theatre
    triathlons volleyball volunteering walking weaving weightlifting
    windsurfing woodwork woodworking woodcarving writing yoga zumba""")
"""After "I do", "I'm into", "my hobby is"."""

ALONE = words("""knit crochet sew garden meditate volunteer climb sail surf row ski
    snowboard skate quilt embroider whittle carve juggle photograph hike cycle
    paint sculpt smoke fish stutter stammer birdwatch sing snowboard
    skateboard""")
"""Verbs that tell of a pastime with little behind them ("I paint", "I sing in a choir")."""

BOASTS = words(
    "mess genius idiot fool disaster failure god robot ghost zombie potato wreck "
    "fan person bit "
    "little lot vampire queen king expert newbie beginner noob moron"
)
