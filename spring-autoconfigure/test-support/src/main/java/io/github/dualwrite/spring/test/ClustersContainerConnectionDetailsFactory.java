package io.github.dualwrite.spring.test;

import io.github.dualwrite.spring.properties.DualWriteConnectionDetails;
import java.util.Map;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/** What {@code @ServiceConnection} on a {@link ClustersContainer} means. */
final class ClustersContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<ClustersContainer, DualWriteConnectionDetails> {

    @Override
    protected DualWriteConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<ClustersContainer> source) {
        return new Details(source);
    }

    /** Asked when the engine is made, and the container is running. */
    private static final class Details extends ContainerConnectionDetails<ClustersContainer>
            implements DualWriteConnectionDetails {

        Details(ContainerConnectionSource<ClustersContainer> source) {
            super(source);
        }

        @Override
        public Map<String, Cluster> getClusters() {
            return getContainer().clusters();
        }

        @Override
        public String getPrimary() {
            return getContainer().primary();
        }
    }
}
