package io.github.dualwrite.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command does follows from its arguments where its name alone does not tell. */
class ResolutionTest {

    private static Invocation resolve(String words) {
        return Catalogue.builtIn().resolve(Command.of(words.split(" ")));
    }

    private static String text(List<byte[]> keys) {
        return String.join(
                " ",
                keys.stream()
                        .map(key -> new String(key, StandardCharsets.UTF_8))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SORT a STORE b | REPAIR | b | a",
                "sort a by w_* limit 0 5 get # store b | REPAIR | b | a",
                "SORT a STORE b STORE c | REPAIR | c | a",
                "SORT a STORE b GET STORE ALPHA | REPAIR | b | a",
                "GEORADIUS a 1 2 3 km STORE b | REPAIR | b | a",
                "GEORADIUS a 1 2 3 km ASC STOREDIST b | REPAIR | b | a",
                "GEORADIUS a 1 2 3 km STORE b STOREDIST c | REPAIR | c | a",
                "GEORADIUSBYMEMBER a m 3 km STORE b | REPAIR | b | a",
                "GEORADIUSBYMEMBER a STORE 3 km STORE b | REPAIR | b | a",
                "GEOSEARCHSTORE b a FROMMEMBER m BYRADIUS 1 km | REPAIR | b | a",
                "BITFIELD a SET u8 0 1 | REPLAY | a | ``",
                "BITFIELD a GET u8 0 INCRBY u8 0 1 | REPLAY | a | ``",
                "BITFIELD a GET u8 0 set u8 0 1 | REPLAY | a | ``",
                "GETEX a EX 10 | GETEX | a | ``",
                "GETEX a PERSIST | GETEX | a | ``",
                "GETDEL a | DELETE_IF | a | ``",
                "SET a 1 | SET | a | ``",
                "SET a 1 GET | SET | a | ``",
                "SET a 1 NX GET | SET | a | ``",
                "PFCOUNT a | REPLAY | a | ``",
                "XREADGROUP GROUP g c STREAMS a b > > | XREADGROUP | a b | ``",
                "XREADGROUP GROUP streams c COUNT 1 BLOCK 0 NOACK STREAMS a > | XREADGROUP | a | ``",
                "XGROUP CREATE a g $ | REPLAY | a | ``",
                "xgroup create a g $ MKSTREAM | REPLAY | a | ``",
                "EVAL script 2 a b c | SCRIPT | a b | ``",
                "EVAL script 0 a | SCRIPT | `` | ``",
                "FCALL f 1 a b | SCRIPT | a | ``",
                "ZUNIONSTORE d 2 a b WEIGHTS 1 2 | ZSTORE | d | a b",
                "SDIFFSTORE d a b | STORE | d | a b",
                "BITOP AND d a b | STORE | d | a b",
                "COPY a b | COPY | b | a",
                "COPY a b DB 0 REPLACE | COPY | b | a",
                "RENAME a b | RENAME | a b | ``",
                "MSET a 1 b 2 | REPLAY | a b | ``",
                "MSETEX 2 a 1 b 2 EX 10 | MSETEX | a b | ``",
                "BLPOP a b 0 | BLPOP | a b | ``",
                "BLMPOP 0 2 a b LEFT | BLMPOP | a b | ``",
                "LMPOP 2 a b LEFT | LMPOP | a b | ``",
                "FLUSHALL ASYNC | FLUSH | `` | ``",
                "SCRIPT LOAD script | EVERY_NODE | `` | ``",
                "FUNCTION DELETE lib | EVERY_NODE | `` | ``",
                // malformed: the server answers with an error, and what can be found is copied
                "EVAL script many a | REPAIR | `` | ``",
                "XREADGROUP GROUP g c a | REPAIR | `` | ``",
            })
    void writes(String words, EffectKind effect, String written, String sources) {
        Invocation invocation = resolve(words);
        assertThat(invocation.access()).isEqualTo(Access.WRITE);
        assertThat(invocation.effect()).isEqualTo(effect);
        assertThat(text(invocation.writtenKeys())).isEqualTo(written);
        assertThat(text(invocation.sourceKeys())).isEqualTo(sources);
        assertThat(invocation.wholeDataSet()).isEqualTo(effect == EffectKind.FLUSH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SORT a | a",
                "SORT a BY STORE | a",
                "SORT a BY STORE GET STORE ALPHA | a",
                "SORT_RO a | a",
                "GEORADIUS a 1 2 3 km ASC | a",
                "GEORADIUSBYMEMBER a STORE 3 km | a",
                "GEORADIUS_RO a 1 2 3 km | a",
                "BITFIELD a GET u8 0 GET u8 8 | a",
                "BITFIELD a | a",
                "BITFIELD SET GET u8 0 | SET",
                "BITFIELD_RO a GET u8 0 | a",
                "GETEX a | a",
                "PFCOUNT a b | a b",
                "EVAL_RO script 1 a b | a",
                "EVALSHA_RO sha 2 a b | a b",
                "FCALL_RO f 1 a b | a",
                "XREAD COUNT 1 STREAMS a b 0 0 | a b",
                "XINFO STREAM a FULL | a",
                "OBJECT ENCODING a | a",
                "MEMORY USAGE a | a",
                "STRALGO LCS KEYS a b LEN | a b",
                "SINTERCARD 2 a b LIMIT 1 | a b",
                "DUMP a | a",
            })
    void reads(String words, String keys) {
        Invocation invocation = resolve(words);
        assertThat(invocation.access()).isEqualTo(Access.READ);
        assertThat(invocation.effect()).isEqualTo(EffectKind.NONE);
        assertThat(invocation.writtenKeys()).isEmpty();
        assertThat(text(Catalogue.builtIn().keys(Command.of(words.split(" "))))).isEqualTo(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING",
                "SELECT 0",
                "SELECT none",
                "DEBUG RELOAD",
                "MULTI",
                "CLUSTER SLOTS",
                "XGROUP HELP",
                "SCRIPT EXISTS sha",
                "PUBLISH c m"
            })
    void doesNeither(String words) {
        assertThat(resolve(words).access()).isEqualTo(Access.NEITHER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIGRATE h 6379 a 0 5000 | command MIGRATE: refused, it moves keys to a server that Dualwrite does not know",
                "CLIENT REPLY OFF | command CLIENT REPLY: refused, it suppresses replies",
                "DEBUG reload nosave | command DEBUG RELOAD: refused, its options replace the data set by an older one",
                "SELECT 1 | command SELECT: refused, it names a database other than 0 (expected: database 0",
                "COPY a b DB 1 | command COPY: refused, it names a database other than 0 (expected: database 0",
                "MOVE a 1 | command MOVE: refused, it moves a key to a database that is not mirrored",
                "XGROUP FROBNICATE a | command XGROUP: not in the catalogue (expected:",
                "FUNCTION FROBNICATE a | command FUNCTION: not in the catalogue (expected:",
                "FROBNICATE a | command FROBNICATE: not in the catalogue (expected:",
            })
    void refuses(String words, String message) {
        Command command = Command.of(words.split(" "));
        assertThatThrownBy(() -> Catalogue.builtIn().resolve(command))
                .isInstanceOf(RefusedCommandException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> Catalogue.builtIn().keys(command))
                .isInstanceOf(RefusedCommandException.class)
                .hasMessageStartingWith(message);
    }

    /** A row that says in words when it only reads is split in code; a new one without a rule fails here and not at a user's. */
    @Test
    void everyRowThatSometimesReadsHasARule() {
        for (CommandRow row : CommandTable.INSTANCE.rows()) {
            if (row.reading() != null) {
                assertThat(resolve(row.name() + " a").access()).as(row.name()).isNotEqualTo(Access.NEITHER);
            }
        }
    }
}
