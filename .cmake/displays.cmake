# The displays know pictures and the controller's JSON, not queues, store or devices.
pkg_check_modules(FONTCONFIG REQUIRED IMPORTED_TARGET fontconfig)
hallq_library(display FOLDER displays/common PREFIX common MAY_INCLUDE base tls view
    USES PkgConfig::SDL PkgConfig::FONTCONFIG PkgConfig::EVENT PkgConfig::JANSSON Threads::Threads
        m)
hallq_library(kiosk FOLDER displays/kiosk PREFIX kiosk MAY_INCLUDE base view display
    USES PkgConfig::QRENCODE
    WITHOUT main.c)
hallq_program_if(displays/kiosk/main.c hallq-kiosk SOURCES displays/kiosk/main.c
    MAY_INCLUDE base view display kiosk)
hallq_library(board FOLDER displays/board PREFIX board MAY_INCLUDE base view display voice
    USES PkgConfig::FYAML
    WITHOUT main.c)
hallq_program_if(displays/board/main.c hallq-board SOURCES displays/board/main.c
    MAY_INCLUDE base view display voice board)
