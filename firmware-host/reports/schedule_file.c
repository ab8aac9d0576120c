/* schedule_file.c: see schedule_file.h. */
#include "reports/schedule_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 512 };

static int write_all(int file, const struct form_bytes *bytes)
{
    size_t done = 0;
    while (done < bytes->size) {
        ssize_t count = write(file, bytes->bytes + done, bytes->size - done);
        if (count < 0 && errno != EINTR) {
            return -1;
        }
        done += count > 0 ? (size_t)count : 0;
    }
    return fsync(file);
}

static int say(char *why, size_t size, const char *path)
{
    snprintf(why, size, "%.100s: %.40s", path, strerror(errno));
    return -1;
}

int schedule_write(const char *folder, const char *name, const struct form_bytes *bytes, char *why,
                   size_t size)
{
    char path[PATH], part[PATH];
    int used = snprintf(path, sizeof path, "%s/%s", folder, name);
    int hidden = snprintf(part, sizeof part, "%s/.%s.part", folder, name);
    if (used >= (int)sizeof path || hidden >= (int)sizeof part) {
        errno = ENAMETOOLONG;
        return say(why, size, folder);
    }
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (file < 0) {
        return say(why, size, folder);
    }
    int result = write_all(file, bytes);
    result = close(file) == 0 ? result : -1;
    if (result < 0 || rename(part, path) < 0) {
        say(why, size, path);
        unlink(part);
        return -1;
    }
    return 0;
}
