/** The order of writes without locks: tickets, dirty keys and the states of slots. The heart is {@link io.github.dualwrite.order.KeyOrder}. */
@NullMarked
package io.github.dualwrite.order;

import org.jspecify.annotations.NullMarked;
