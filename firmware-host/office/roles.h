/* roles.h: who somebody is to the hall, and what a route asks for. (reliability.md D.1)
 *
 * Thread: values, any. */
#pragma once

enum role {
    ROLE_NOBODY, /* has not signed in */
    ROLE_KIOSK,
    ROLE_BOARD,
    ROLE_CLERK,
    ROLE_MANAGER,
    ROLE_AUDITOR,
    ROLE_ADMINISTRATOR,
    ROLE_COUNT
};

/* "kiosk" …, "nobody"; NULL for a number that is no role. */
const char *role_name(enum role role);
/* 0, or -1 for a word that is no role ("nobody" is none). */
int role_parse(const char *name, enum role *out);

/* What a route lets in: one bit a role. Duties are apart (三权分立): managers run the hall,
 * administrators keep accounts, configuration and devices and see no record of persons, auditors
 * read and change nothing. This machine's own user (http/identity.h) has every role's rights. */
#define MAY(role) (1u << (role))
enum {
    MAY_ANYBODY = MAY(ROLE_COUNT) - 1, /* also who has not signed in: public pages, phones */
    MAY_LOCAL = MAY(ROLE_COUNT),       /* this machine's own user alone */
    MAY_RUN = MAY(ROLE_MANAGER),
    MAY_SERVE = MAY_RUN | MAY(ROLE_CLERK),
    MAY_READ = MAY_RUN | MAY(ROLE_AUDITOR),   /* persons' figures, ledgers, what visitors wrote */
    MAY_ADMINISTER = MAY(ROLE_ADMINISTRATOR),
    MAY_TEND = MAY_RUN | MAY_ADMINISTER,      /* devices */
    MAY_INSPECT = MAY_READ | MAY_ADMINISTER,  /* how the hall is set up */
    MAY_PERSON = MAY_READ | MAY_TEND | MAY(ROLE_CLERK), /* whoever can sign in */
    MAY_LOOK = MAY_PERSON,                    /* the hall as staff sees it */
    MAY_SHOW = MAY_LOOK | MAY(ROLE_KIOSK) | MAY(ROLE_BOARD), /* what displays need */
    MAY_TAKE = MAY_SERVE | MAY(ROLE_KIOSK),   /* take tickets */
    MAY_CONFIRMED = 1 << 16,    /* besides: the password was entered again a short time ago */
    MAY_ENCRYPTED = 1 << 18,    /* not in clear over the network: a password comes with it */
    MAY_EVEN_EXPIRED = 1 << 17, /* also with a password that must be changed first */
};
