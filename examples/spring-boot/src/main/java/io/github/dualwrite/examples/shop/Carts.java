package io.github.dualwrite.examples.shop;

import java.util.List;
import org.springframework.data.repository.CrudRepository;

/** Where carts are kept. */
public interface Carts extends CrudRepository<Cart, String> {

    /** The carts of one customer. */
    List<Cart> findByCustomer(String customer);
}
