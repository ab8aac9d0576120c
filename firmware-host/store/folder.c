/* folder.c: see folder.h. */
#define LOG_MODULE "store"
#include "store/folder.h"
#include "base/log.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

int folder_file(const char *path, const char *name, char out[STORE_PATH_SIZE])
{
    int length = snprintf(out, STORE_PATH_SIZE, "%s/%s", path, name);
    return length > 0 && length < STORE_PATH_SIZE ? 0 : -1;
}

int folder_sync(const char *path)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return -1;
    }
    int result = fsync(directory);
    close(directory);
    return result;
}

/* An existing file is not opened: closing it again would drop the locks that this process's
 * SQLite connections hold on it (POSIX locks belong to the process, not to the descriptor). */
int folder_touch(const char *file)
{
    if (access(file, F_OK) == 0) {
        return chmod(file, 0600);
    }
    int descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return -1;
    }
    int result = fchmod(descriptor, 0600); /* whatever the umask took away */
    close(descriptor);
    return result;
}

/* mkdir -p, each new one 0700. */
static int make_folders(const char *path)
{
    char part[STORE_PATH_SIZE];
    size_t length = strlen(path);
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0') {
            continue;
        }
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) < 0 && errno != EEXIST) {
            return -1;
        }
    }
    return 0;
}

static int tighten(const char *path)
{
    struct stat info;
    if (stat(path, &info) < 0 || !S_ISDIR(info.st_mode)) {
        return -1;
    }
    if ((info.st_mode & 0777) == 0700) {
        return 0;
    }
    log_warning("%s was open to others (mode %03o): now 0700", path, info.st_mode & 0777U);
    return chmod(path, 0700);
}

static int read_pid(int lock)
{
    char text[32] = "";
    ssize_t length = pread(lock, text, sizeof text - 1, 0);
    return length > 0 ? (int)strtol(text, NULL, 10) : 0;
}

static int take_lock(struct folder *folder, char *why, size_t size, int *pid)
{
    char file[STORE_PATH_SIZE];
    if (folder_file(folder->path, "lock", file) < 0) {
        snprintf(why, size, "the path %s is too long", folder->path);
        return STORE_ERROR;
    }
    folder->lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (folder->lock < 0) {
        snprintf(why, size, "%s: %s", file, strerror(errno));
        return STORE_ERROR;
    }
    if (flock(folder->lock, LOCK_EX | LOCK_NB) < 0) {
        *pid = read_pid(folder->lock);
        snprintf(why, size, "%s is in use by process %d: stop it first, or give another --data",
                 folder->path, *pid);
        close(folder->lock);
        folder->lock = -1;
        return STORE_IN_USE;
    }
    char text[32];
    int length = snprintf(text, sizeof text, "%d\n", (int)getpid());
    /* The pid is for people; the lock holds without it (on a full disk there may be no room). */
    if (ftruncate(folder->lock, 0) < 0 || pwrite(folder->lock, text, (size_t)length, 0) < 0) {
        log_warning("cannot write the pid into %s: %s", file, strerror(errno));
    }
    return STORE_OK;
}

int folder_open(struct folder *folder, const char *path, char *why, size_t size, int *pid)
{
    *folder = (struct folder){.lock = -1};
    *pid = 0;
    /* Room for the longest name below it. */
    if (strlen(path) == 0 || strlen(path) + 64 > sizeof folder->path) {
        snprintf(why, size, "the data directory's path is empty or too long");
        return STORE_ERROR;
    }
    snprintf(folder->path, sizeof folder->path, "%s", path);
    char backup[STORE_PATH_SIZE];
    folder_file(path, "backup", backup);
    if (make_folders(path) < 0 || tighten(path) < 0 || make_folders(backup) < 0) {
        snprintf(why, size, "the data directory %s cannot be used: %s", path, strerror(errno));
        return STORE_ERROR;
    }
    return take_lock(folder, why, size, pid);
}

void folder_close(struct folder *folder)
{
    if (folder->lock >= 0) {
        close(folder->lock); /* and with it the flock; the file stays: removing it would race */
        folder->lock = -1;
    }
}

bool folder_has_space(const char *path)
{
    struct statvfs space;
    return statvfs(path, &space) < 0 ||
           (int64_t)(space.f_bavail * space.f_frsize) >= STORE_SPACE_MIN;
}

int folder_reserve_make(const char *path, int64_t slack)
{
    char file[STORE_PATH_SIZE];
    struct stat info;
    struct statvfs space;
    if (folder_file(path, "reserve", file) < 0) {
        return -1;
    }
    if (stat(file, &info) == 0 && info.st_size == STORE_RESERVE_BYTES) {
        return 0;
    }
    if (statvfs(path, &space) < 0 ||
        (int64_t)(space.f_bavail * space.f_frsize) < STORE_RESERVE_BYTES + slack) {
        return -1;
    }
    int descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return -1;
    }
    int result = posix_fallocate(descriptor, 0, STORE_RESERVE_BYTES);
    close(descriptor);
    if (result != 0) {
        unlink(file); /* a part of it would be counted as all of it */
        return -1;
    }
    return 0;
}

bool folder_reserve_release(const char *path)
{
    char file[STORE_PATH_SIZE];
    return folder_file(path, "reserve", file) == 0 && unlink(file) == 0;
}
