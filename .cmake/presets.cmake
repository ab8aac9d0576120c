# Build presets: cmake -G Ninja -B build/NAME -DPRESET=NAME
#   dev       ASan + UBSan, warnings are errors: what developers and tests/run.sh use
#   tsan      ThreadSanitizer, for the walks
#   fuzz      clang, libFuzzer + ASan + UBSan
#   coverage  gcov
#   release   hardened, link-time optimised: what runs in a hall
#   plain     -O1, warnings are errors: the fastest to build
set(PRESET release CACHE STRING "dev tsan fuzz coverage release plain")

add_compile_options(-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef -fno-common)

if(PRESET STREQUAL "dev")
    set(CMAKE_BUILD_TYPE Debug)
    add_compile_options(-Werror -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined
        -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=address,undefined)
elseif(PRESET STREQUAL "tsan")
    set(CMAKE_BUILD_TYPE Debug)
    add_compile_options(-Werror -O1 -g -fsanitize=thread)
    add_link_options(-fsanitize=thread)
elseif(PRESET STREQUAL "fuzz")
    set(CMAKE_BUILD_TYPE Debug)
    add_compile_options(-O1 -g -fsanitize=fuzzer-no-link,address,undefined)
    add_link_options(-fsanitize=address,undefined)
elseif(PRESET STREQUAL "coverage")
    set(CMAKE_BUILD_TYPE Debug)
    add_compile_options(-O0 -g --coverage)
    add_link_options(--coverage)
elseif(PRESET STREQUAL "plain")
    set(CMAKE_BUILD_TYPE Debug)
    add_compile_options(-Werror -O1 -g)
elseif(PRESET STREQUAL "release")
    set(CMAKE_BUILD_TYPE Release)
    set(CMAKE_C_FLAGS_RELEASE "-O2")
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    add_compile_options(-g1 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
        -fcf-protection)
    add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
else()
    message(FATAL_ERROR "unknown PRESET '${PRESET}': dev tsan fuzz coverage release plain")
endif()
