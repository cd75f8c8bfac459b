-- Deliveries of one alert lie on the same pages and change together: with a page half empty the new versions fit beside
-- the old ones, and no index is touched.
ALTER TABLE delivery SET (fillfactor = 45);
