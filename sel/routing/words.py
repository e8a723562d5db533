"""Words that say what a message is about by themselves, in any sentence.

Only words with one sense belong here: "python", "shell", "class" and "branch" are left to the
classifier, which reads them in their sentence.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROGRAMMING = _words(
    """
    ansible api apis argparse args arraylist ascii async autoload awk aws azure backend
    backtrace bashrc bcrypt bigint bitwise bool boolean breakpoint bytecode cdn chmod chown
    classpath cli clojure cmake cmd codebase coder coroutine coroutines cors cpp cpython cron
    cronjob crontab csharp css csv cuda curl cython dataclass dataframe dataframes debian
    debugger debugging deno deserialise deserialize devops dijkstra dll dns dockerfile
    dockerfiles dom dotnet ecmascript elif endpoint endpoints enum enums env epoll eslint etl
    exe fastapi fibonacci fizzbuzz flexbox foreach fortran frontend fstring func gcc gdb getter
    git github gitignore gitlab golang gpu gradle graphql grep groupby grpc gui haskell heapsort
    hexadecimal hostname htaccess html http https httpx ide iframe init initializer int ints
    ioctl ipython iterator iterators jdbc jdk jenkinsfile jpa jquery js json jsonl jsx junit
    jupyter jvm jwt keras kotlin kubectl kubernetes kwargs lambda latex leetcode linker linq
    linter linux localhost lodash loopback makefile malloc matlab matplotlib maven memcpy
    memoization microservice microservices middleware mongodb mongoose mutex mypy mysql
    namespace nestjs netcat nginx nodejs noexcept npm npx nullable nullpointer
    nullpointerexception numpy nuxt oauth oop opencv opengl openssl orm perl php phpmyadmin pip
    pipenv pnpm polymorphism postgres postgresql powershell printf println prisma
    programmatically pseudocode psql pyproject pytest pythonic pytorch quicksort rabbitmq readme
    recursion redis redux refactor refactored refactoring regex regexes regexp repl repo repos
    rspec rustc scikit scipy scp sdk sed segfault segfaults segmentation selenium serialise
    serialize setter shebang sklearn sql sqlalchemy sqlite ssh ssl stackoverflow stacktrace
    stderr stdin stdlib stdout struct structs stylesheet subclass subprocess substring sudo
    svelte symfony syntaxerror systemd tailwind tcp tensorflow terraform tmux toml traceback tsx
    typedef typeerror typeof typescript ubuntu udp uint unittest unix url urls useeffect
    usestate uuid valueerror vba venv vim virtualenv vite vscode vue vuejs wasm webpack
    websocket websockets winforms wpf wsl xcode xml xpath yaml yarn yml zsh
    """
)
"""Unambiguous words of programming, lower case."""

PICTURES = _words(
    """
    image images jpeg jpg photo photograph photographs photos pic pics picture pictures png
    screenshot screenshots selfie selfies snapshot snapshots thumbnail webcam xray
    """
)
"""Words for something one looks at; whether this message shows one is for the classifier."""

CODE_FILES = _words(
    "bat c cc cpp cs css csv go h hpp html ini ipynb java js json jsx kt lock lua md php pl ps1 py "
    "rb rs scala sh sql swift toml ts tsx vue xml yaml yml"
)
"""File name endings of source and configuration."""

IMAGE_FILES = _words("bmp gif heic jpeg jpg png svg tif tiff webp")
"""File name endings of pictures."""

OFTEN_MISSPELT = _words(
    """
    remember forget remind memory birthday favourite favorite picture photo image screenshot
    describe function python javascript variable program script database please compile
    """
)
"""Words whose slips of the finger are read as the word itself."""
