"""Sentences and the agent each asks for ("" for none): 40 that ask, 80 and more that do not.

`FIRST` was looked at when the matchers were mended. `SECOND` was written afterwards, and nothing
was mended for it: what it measures is what a stranger would meet.
"""

FIRST = """
time	what time is it right now
time	hey, do you know what time it is?
time	What's the time in Sydney?
time	could you tell me the current time please
time	what day is it today
time	which day of the week is it?
time	what's the date today?
time	what is the time in new york right now
calculator	what's 17 * 23?
calculator	how much is 15% of 240
calculator	128 / 7
calculator	what is 2 to the power of 10
calculator	calculate (3.5 + 2) * 4
calculator	what is the square root of 144
calculator	what's 20 percent of 65
calculator	can you work out 365 times 24 for me
dice	roll a d20
dice	roll 2d6
dice	flip a coin please
dice	throw two dice
dice	pick a number between 1 and 100
dice	heads or tails?
units	how many kilometres is 26.2 miles
units	convert 100 fahrenheit to celsius
units	what's 6 feet in cm?
units	how many grams are in an ounce
units	80 kg in pounds
units	5 gallons to litres
notes	remind me to water the plants tomorrow at 9
notes	remind me in 20 minutes to take the pizza out
notes	set a timer for 10 minutes
notes	what are my reminders
notes	note: buy oat milk
notes	delete reminder 3
machine	how much disk space is left?
machine	how much ram do i have
machine	what's the cpu load
weather	what's the weather like in Lisbon?
weather	is it raining in Hamburg
page	summarize https://example.org/post/1
	what time did you wake up
	time flies when we talk
	do you have time for me today
	I had the time of my life
	what was the best time of your life?
	it's about time you asked
	what time should I go to bed?
	we ran out of time
	my date went badly
	what day would suit you best
	what's the date of the french revolution
	what time does the shop close
	I don't have time for this
	time to go to sleep
	what day did we talk about my sister
	is now a good time
	she is 24 and I am 30
	I got 15% of the votes
	the score was 3-1 for us
	call me at 555-0199
	it was 24/7 stress
	what is 9/11
	my flight is on 2026-11-24
	we split 50/50
	I ran 10 km today
	how much is too much
	what is the meaning of 42
	one plus one is company, they say
	how much does a car cost
	half of my friends moved away
	that's 100% true
	I weigh 80 kg now
	I'm 6 feet tall
	the road is 5 miles long
	how many people live in Berlin
	how many friends do you have
	go the extra mile for me
	turn water into wine
	change pounds? no idea how
	convert me to your religion
	an inch to the left please
	let's roll
	I rolled my eyes so hard
	it was a toss up
	life is a coin flip
	should I flip out
	he has two faces of a coin
	pick a favourite
	the dice are cast
	heads will roll
	you remind me of my brother
	that reminds me of something
	remind me why I love you
	do you remember my birthday
	remind me what we talked about yesterday
	note that I am not angry
	take note of how I feel
	I made a note in my diary
	what did you note about me
	my notes are a mess
	I set an alarm and slept through it
	forget it
	forget what I said about the job
	how much memory do you have of us
	do you have a good memory
	my computer is slow and I hate it
	my memory is full of her
	I need more space from him
	what machine would you be
	my battery is low, emotionally
	how are you running today
	how's the weather in your head
	the weather got me down
	I love rainy weather
	is it cold of me to say no
	under the weather again
	look at https://example.org, I made that
	I read https://example.org yesterday
	my site is at https://example.org
	read between the lines
"""

SECOND = """
time	tell me the time
time	do we know what time it is now?
time	what time is it in los angeles?
time	SEL, what time is it?
time	What's today's date please
time	is it late? what time is it
time	what date is it tomorrow?
time	current time in Paris
calculator	what is 1,250 + 375?
calculator	12 * (7 - 3)
calculator	how much is 3 times 19.99
calculator	whats 45 divided by 6
calculator	compute 2^16
calculator	what's 7 squared
calculator	solve 100 - 37.5
calculator	99 + 1 =
dice	roll 4d8+2
dice	toss a coin
dice	roll the dice
dice	could you roll a die for me?
dice	give me a random number between 5 and 15
units	how many inches in a foot
units	convert 3 miles to km
units	what is 37.5 celsius in fahrenheit
units	250 ml in cups
units	how many seconds are there in a day
units	60 mph in km/h please
notes	remind me at 5pm to call the dentist
notes	please remind me to take my pills tonight
notes	remind me on friday that rent is due
notes	make a note: the spare key is under the pot
notes	show me my notes
notes	cancel reminder 2
machine	how much memory is free on this machine
machine	what operating system is this?
machine	how long has this computer been running?
weather	how is the weather today
weather	what's the forecast for Zurich
page	read https://example.com/a?b=c
page	can you open https://example.net/news.html
	what a time to be alive
	what time is your favourite
	long time no see
	what time did he say he would come
	every time it is the same
	in my day it was different
	which day did you like best
	the time is right for a change
	I was there the whole day
	do you experience time
	tell me about the time you were scared
	today is my birthday
	give me some time
	what does 42 mean to you
	my number is 0171 555 1234
	I slept 7-8 hours
	we are 2 people and 1 cat
	two plus years of therapy
	what is 1984 about
	what's 007 famous for
	chapter 3/4 was hard
	A4 paper is fine
	my grade was a 2+
	I have 3 * in my review
	the odds are 50-50
	my rent is up 12%
	version 2.0.1 is out
	roll with it
	he rolled in late
	rolling in money
	give me a number to call
	flip the pancake
	it's a d20 kind of day
	should I take a chance on him
	tossing and turning all night
	die hard is a great film
	she played with dice as a child
	he is two metres tall
	I drove 300 miles to see her
	a pound of flesh
	how many times must I say it
	how many more days until spring
	is a mile longer than a kilometre
	put it in cold water
	put five in the bag
	I lost ten kilos in a year
	give him an inch and he takes a mile
	that costs 5 pounds in town
	you reminded me of home
	remind me to breathe, ha
	don't remind me
	remind me of your name
	can you remind me how old I am
	she left me a note
	note the irony
	a note from my mother made me cry
	my reminders never work
	I keep notes of my dreams
	delete my number
	list my flaws
	timer went off, dinner is ready
	he set a record
	you have a great memory
	how much of this do you remember
	this machine kills fascists
	the system is rigged
	how do computers think
	what are you running from
	how much space do you need in a relationship
	disk golf was fun
	my laptop died
	processor architectures are interesting
	weather or not we go
	whatever the weather
	the forecast was wrong again
	what would you do on a rainy day
	it is so hot, I can't think
	is it cold where you are
	storm in a teacup
	read me like a book
	open up to me
	summarize our friendship
	check out my new shoes
	https://example.com
	what do you think of https://example.com/essay
"""
