/*
 * A module with commands that no catalogue knows: on strings, on a type of its own, on several keys, without a key. It declares the few functions of
 * the server's interface that it needs by itself, as the server hands them out by name.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct Context Context;
typedef struct String String;
typedef struct Key Key;
typedef struct Type Type;
typedef struct Io Io;
typedef int (*Command)(Context *context, String **words, int count);

enum { OK = 0, FAILED = 1, EMPTY = 0, READ = 1, WRITE = 2 };

static int (*create_command)(Context *, const char *, Command, const char *, int, int, int);
static int (*set_attributes)(Context *, const char *, int, int);
static int (*arity)(Context *);
static int (*reply_number)(Context *, long long);
static int (*reply_simple)(Context *, const char *);
static int (*reply_error)(Context *, const char *);
static Key *(*open_key)(Context *, String *, int);
static void (*close_key)(Key *);
static int (*key_type)(Key *);
static char *(*read_string)(Key *, size_t *, int);
static int (*write_string)(Key *, String *);
static int (*to_number)(const String *, long long *);
static String *(*of_number)(Context *, long long);
static void (*free_string)(Context *, String *);
static String *(*of_bytes)(Context *, const char *, size_t);
static Type *(*create_type)(Context *, const char *, int, void *);
static Type *(*value_type)(Key *);
static void *(*get_value)(Key *);
static int (*set_value)(Key *, Type *, void *);
static void *(*allocate)(size_t);
static void (*release)(void *);
static void (*save_number)(Io *, uint64_t);
static uint64_t (*load_number)(Io *);

static Type *pile;

static long long string_of(Context *context, String *name) {
    Key *key = open_key(context, name, READ);
    long long number = 0;
    if (key != NULL && key_type(key) != EMPTY) {
        size_t length;
        char *bytes = read_string(key, &length, READ);
        String *text = of_bytes(context, bytes, length);
        to_number(text, &number);
        free_string(context, text);
    }
    close_key(key);
    return number;
}

static void set_string(Context *context, String *name, long long number) {
    Key *key = open_key(context, name, READ | WRITE);
    String *text = of_number(context, number);
    write_string(key, text);
    free_string(context, text);
    close_key(key);
}

/* TALLY.ADD key number */
static int add(Context *context, String **words, int count) {
    long long number;
    if (count != 3) return arity(context);
    if (to_number(words[2], &number) != OK) return reply_error(context, "ERR not a number");
    number += string_of(context, words[1]);
    set_string(context, words[1], number);
    return reply_number(context, number);
}

/* TALLY.GET key */
static int get(Context *context, String **words, int count) {
    if (count != 2) return arity(context);
    return reply_number(context, string_of(context, words[1]));
}

/* TALLY.SHIFT from to number */
static int shift(Context *context, String **words, int count) {
    long long number;
    if (count != 4) return arity(context);
    if (to_number(words[3], &number) != OK) return reply_error(context, "ERR not a number");
    set_string(context, words[1], string_of(context, words[1]) - number);
    set_string(context, words[2], string_of(context, words[2]) + number);
    return reply_simple(context, "OK");
}

/* TALLY.PILE key number: a key of the module's own type; answers what it holds */
static int add_to_pile(Context *context, String **words, int count) {
    long long number;
    if (count != 3) return arity(context);
    if (to_number(words[2], &number) != OK) return reply_error(context, "ERR not a number");
    Key *key = open_key(context, words[1], READ | WRITE);
    long long *held;
    if (key_type(key) == EMPTY) {
        held = allocate(sizeof *held);
        *held = 0;
        set_value(key, pile, held);
    } else if (value_type(key) != pile) {
        close_key(key);
        return reply_error(context, "WRONGTYPE not a pile");
    } else {
        held = get_value(key);
    }
    *held += number;
    number = *held;
    close_key(key);
    return reply_number(context, number);
}

/* TALLY.PEEK key */
static int peek(Context *context, String **words, int count) {
    if (count != 2) return arity(context);
    Key *key = open_key(context, words[1], READ);
    long long number = key != NULL && key_type(key) != EMPTY && value_type(key) == pile ? *(long long *) get_value(key) : -1;
    close_key(key);
    return reply_number(context, number);
}

/* TALLY.WIPE: says that it writes, and not what */
static int wipe(Context *context, String **words, int count) {
    (void) words;
    (void) count;
    return reply_simple(context, "WIPED");
}

/* TALLY.PING: neither reads nor writes */
static int ping(Context *context, String **words, int count) {
    (void) words;
    (void) count;
    return reply_simple(context, "TALLY");
}

static void *load(Io *io, int version) {
    (void) version;
    long long *held = allocate(sizeof *held);
    *held = (long long) load_number(io);
    return held;
}

static void save(Io *io, void *value) {
    save_number(io, (uint64_t) * (long long *) value);
}

static void rewrite(Io *io, String *key, void *value) {
    (void) io;
    (void) key;
    (void) value;
}

int RedisModule_OnLoad(Context *context, String **words, int count) {
    (void) words;
    (void) count;
    int (*find)(const char *, void *) = *(int (**)(const char *, void *)) context;
    struct {
        const char *name;
        void *place;
    } needed[] = {
        {"RedisModule_CreateCommand", &create_command},
        {"RedisModule_SetModuleAttribs", &set_attributes},
        {"RedisModule_WrongArity", &arity},
        {"RedisModule_ReplyWithLongLong", &reply_number},
        {"RedisModule_ReplyWithSimpleString", &reply_simple},
        {"RedisModule_ReplyWithError", &reply_error},
        {"RedisModule_OpenKey", &open_key},
        {"RedisModule_CloseKey", &close_key},
        {"RedisModule_KeyType", &key_type},
        {"RedisModule_StringDMA", &read_string},
        {"RedisModule_StringSet", &write_string},
        {"RedisModule_StringToLongLong", &to_number},
        {"RedisModule_CreateStringFromLongLong", &of_number},
        {"RedisModule_FreeString", &free_string},
        {"RedisModule_CreateString", &of_bytes},
        {"RedisModule_CreateDataType", &create_type},
        {"RedisModule_ModuleTypeGetType", &value_type},
        {"RedisModule_ModuleTypeGetValue", &get_value},
        {"RedisModule_ModuleTypeSetValue", &set_value},
        {"RedisModule_Alloc", &allocate},
        {"RedisModule_Free", &release},
        {"RedisModule_SaveUnsigned", &save_number},
        {"RedisModule_LoadUnsigned", &load_number},
    };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (find(needed[i].name, needed[i].place) != OK) return FAILED;
    }
    set_attributes(context, "tally", 1, 1);
    struct {
        uint64_t version;
        void *(*load)(Io *, int);
        void (*save)(Io *, void *);
        void (*rewrite)(Io *, String *, void *);
        size_t (*memory)(const void *);
        void (*digest)(void *, void *);
        void (*release)(void *);
    } methods = {1, load, save, rewrite, NULL, NULL, release};
    pile = create_type(context, "tallypile", 0, &methods);
    return pile != NULL && create_command(context, "tally.add", add, "write deny-oom", 1, 1, 1) == OK
                   && create_command(context, "tally.get", get, "readonly", 1, 1, 1) == OK
                   && create_command(context, "tally.shift", shift, "write", 1, 2, 1) == OK
                   && create_command(context, "tally.pile", add_to_pile, "write deny-oom", 1, 1, 1) == OK
                   && create_command(context, "tally.peek", peek, "readonly", 1, 1, 1) == OK
                   && create_command(context, "tally.wipe", wipe, "write", 0, 0, 0) == OK
                   && create_command(context, "tally.ping", ping, "", 0, 0, 0) == OK
               ? OK
               : FAILED;
}
