package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.engine.SecondaryStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After every test: each watched Dualwrite has accounted for every write it acknowledged, whatever the test did to it and whether or not it was
 * closed. The test itself asserts what else it expects.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final BalancedAccounts accounts = new BalancedAccounts();
 * ...
 * DualWrite dualWrite = accounts.watch(DualWrite.builder()...build());
 * }</pre>
 */
public final class BalancedAccounts implements AfterEachCallback {

    private final List<DualWrite> watched = new CopyOnWriteArrayList<>();

    /** Returns {@code dualWrite}, whose accounts are looked at after the test. */
    public DualWrite watch(DualWrite dualWrite) {
        watched.add(dualWrite);
        return dualWrite;
    }

    /** A balance is exact once writes pause; a lane may be between two counters when a test that left its Dualwrite open ends. */
    @Override
    public void afterEach(ExtensionContext context) {
        List<DualWrite> finished = List.copyOf(watched);
        watched.clear();
        for (DualWrite dualWrite : finished) {
            Awaitility.await("balanced accounts")
                    .atMost(Clusters.SOON)
                    .untilAsserted(() -> assertThat(dualWrite.status())
                            .extracting(SecondaryStatus::account)
                            .allSatisfy(account -> {
                                assertThat(account.isBalanced())
                                        .as(
                                                "acknowledged = applied + repaired + pending + dirty + unrepairable + excluded: %s",
                                                account)
                                        .isTrue();
                                assertThat(account.pending())
                                        .as("pending: %s", account)
                                        .isNotNegative();
                                assertThat(account.dirty())
                                        .as("dirty: %s", account)
                                        .isNotNegative();
                                assertThat(account.unrepairable())
                                        .as("unrepairable: %s", account)
                                        .isNotNegative();
                            }));
        }
    }
}
