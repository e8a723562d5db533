"""Given names, for people who write them in small letters: none that is an everyday word."""

from __future__ import annotations

from sel.memory.reading.words.lists import words

NAMES = words("""aaron abby abdul abigail adam adele adrian agnes agnieszka ahmed aidan aisha alan
    albert alejandro alessandro alex alexander alexandra alexis alfie ali alice alicia alina
    alison allison amanda amelia amina amir amit amy ana anastasia anders andrea andreas andrew
    andy angela angus anita anja anna annabel anne annie anthony antonio anya arjun arthur
    ashley astrid audrey ayesha barbara beatrice becca becky ben benjamin bernard beth bethany
    bianca bogdan brandon brenda brian bridget bruno caitlin callum camila camille carl carla
    carlos carmen caroline catherine cathy cecilia celine charles charlie charlotte chen chiara
    chloe chris christian christina christine christopher ciara claire clara claudia colin
    connor conor craig cristina dafydd damian dan dana dani daniel daniela danny daria dario darren
    dave david deborah debbie declan deepak denise dennis derek devon diana diego dimitri diya
    dmitri dominic donna dorothy douglas duncan dylan eamon edith edward eileen elaine elena eleni
    eli elias elisa eliza elizabeth ella ellen ellie elsa emilia emily emma enrique eric erik erin
    esther ethan eva evan eve evelyn ewan fatima fatou felix fernando filip fiona florian frances
    francesca francis francois fred freya gabriel gabriela gareth gary gavin gemma geoff george
    georgia gerald gina giovanni giulia gloria gordon graham greg greta gustavo hamza hana hannah
    hans harriet harry hassan heather hector helen helena henrik henry hiroshi holly howard hugh
    hugo hussein ian ibrahim ilya imran ines ingrid irene irina isaac isabel isabella isla ivan
    jacob jade jakub james jamie jana jane janet janine jasmine jason javier jean jenna jennifer
    jenny jeremy jess jessica jessie jill jim joan joana joanna joanne joao joe joel johan johannes
    john johnny jon jonas jonathan jordan jorge jose joseph josh joshua joyce juan judith judy
    julia julian julie juliet karen karim karin karl kasia kate katherine kathleen kathryn kathy
    katie katrina kayla keith kelly ken kenji kevin khadija kieran kim kirsten kirsty klaus kofi
    krzysztof kumar kwame kyle lars laszlo laura lauren layla lea leah leila lena leo leon leonie
    leslie liam lidia lily linda lisa liz louis louisa louise luca lucas lucia lucy luis luke
    lukas lydia lynn maciej maggie magnus mags mai malik mandy manuel marc marcel marco marcus
    marek margaret maria mariam mariana marie marina mario marion marius marta martha martin
    martina mary mateo mathilde matt matteo matthew maureen max maya megan mehmet mei melanie
    melissa mia michael michelle miguel mika mike mikhail milan milena mina miriam mo mohamed
    mohammed moira molly mona monica morgan muhammad nadia nadine naomi natalia natalie natasha
    nathan neil nia niamh nicholas nicola nicole nigel nikhil nikita nikolai nina nisha noah noor
    nora norman nuno oksana olga oliver olivia omar orla oscar oskar owen pablo paddy pamela
    patricia patrick paul paula paulo pavel pedro penelope peter petra phil philip phoebe pierre
    piotr pooja priya rachel rafael rahul raj ramon raquel raul ravi raymond rebecca renata rhys
    ricardo richard rita rob robert roberto robin rodrigo roger roisin roman ronan rosa rosie ross
    roxana roy ruben rui rupert russell ruth ryan saanvi sabrina sadie said sally salma sam samantha
    samir samira samuel sandra sanjay santiago sara sarah sasha scott sean sebastian sergei sergio
    shannon sharon sheila shreya silvia simon simone siobhan sofia sonia sophia sophie stacey
    stanislaw stefan stella stephanie stephen steve steven stuart sue susan susanna suzanne sven
    sylvia tadeusz tamara tania tanya tara tatiana ted teresa tessa theo theresa thomas tiago tim
    timothy tina tobias toby todd tom tomas tommy tony tracy trevor ursula valentina valerie
    vanessa vera veronica victor victoria vijay viktor vincent viola virginia vivian vlad walter
    wanda wayne wei wendy werner wilhelm william wojciech wojtek xavier yara yasmin yolanda yuki
    yusuf yvonne zach zara zeynep zoe zofia""") - words("said mo dan")
