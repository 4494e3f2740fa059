/** What operators see through the actuator: the endpoint, the health component and the meters. */
@NullMarked
package io.github.dualwrite.spring.actuate;

import org.jspecify.annotations.NullMarked;
