package io.github.dualwrite.spring.matrix;

import java.util.List;
import org.springframework.data.repository.CrudRepository;

/** The repository of the matrix. */
public interface ShopItems extends CrudRepository<ShopItem, String> {

    List<ShopItem> findByColour(String colour);
}
